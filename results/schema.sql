-- SPDX-License-Identifier: GPL-3.0-or-later
-- schema.sql -- one experiment, one file.  Times are INTEGER picoseconds,
-- unknown is NULL.  PRAGMA user_version is the schema's version.

CREATE TABLE run (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	version TEXT NOT NULL,         -- of fathom
	name TEXT NOT NULL,            -- the scenario's stem
	title TEXT NOT NULL,
	scenario TEXT NOT NULL,        -- as written
	fingerprint INTEGER NOT NULL,  -- hash of all resolved points + version
	seed INTEGER NOT NULL,
	replications INTEGER NOT NULL, -- asked for, per point
	is_complete INTEGER NOT NULL   -- 1 once every replication is in
) STRICT;

CREATE TABLE host (                    -- empty under --reproducible
	id INTEGER PRIMARY KEY CHECK (id = 1),
	started TEXT, name TEXT, jobs INTEGER, arguments TEXT
) STRICT;

CREATE TABLE point (
	id INTEGER PRIMARY KEY,        -- hash of the resolved parameters
	ordinal INTEGER NOT NULL UNIQUE,
	label TEXT NOT NULL,           -- platform, "network" or "hosts"
	platform TEXT, instance TEXT,
	swept TEXT NOT NULL,           -- "key=text key=text", '' if none
	resolved TEXT NOT NULL,
	absent TEXT,                   -- why it ran nothing: a platform without
	counterfactual TEXT            -- a platform that was never sold
) STRICT;

CREATE TABLE swept (
	point INTEGER NOT NULL REFERENCES point(id),
	position INTEGER NOT NULL, key TEXT NOT NULL, text TEXT NOT NULL,
	number REAL, unit TEXT NOT NULL,
	PRIMARY KEY (point, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE cost (                    -- what a point leans on
	point INTEGER NOT NULL REFERENCES point(id),
	mechanism TEXT NOT NULL, name TEXT NOT NULL,
	value TEXT NOT NULL, status TEXT NOT NULL, source TEXT,
	mean REAL,                     -- of the first term, in its base unit
	low REAL, high REAL,           -- range of that mean
	weight REAL,                   -- mean work a job on CPUs, ps
	PRIMARY KEY (point, mechanism, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE replication (
	point INTEGER NOT NULL REFERENCES point(id),
	replication INTEGER NOT NULL,
	state TEXT NOT NULL,           -- ok, check, deadlock, lost wake-up, ...
	seed INTEGER NOT NULL, events INTEGER NOT NULL, window INTEGER NOT NULL,
	story TEXT,
	PRIMARY KEY (point, replication)
) STRICT, WITHOUT ROWID;

CREATE TABLE metric (                  -- workload '' : of the whole run
	point INTEGER NOT NULL, replication INTEGER NOT NULL,
	workload TEXT NOT NULL, name TEXT NOT NULL, unit TEXT NOT NULL,
	value REAL,
	PRIMARY KEY (point, replication, workload, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE load (                    -- a workload's state in a replication
	point INTEGER NOT NULL, replication INTEGER NOT NULL,
	workload TEXT NOT NULL, status TEXT NOT NULL, binding TEXT,
	arrived INTEGER NOT NULL, left INTEGER NOT NULL,
	dropped INTEGER NOT NULL, inside INTEGER NOT NULL,
	PRIMARY KEY (point, replication, workload)
) STRICT, WITHOUT ROWID;

CREATE TABLE estimate (                -- over the replications, 95 %
	point INTEGER NOT NULL REFERENCES point(id),
	workload TEXT NOT NULL, name TEXT NOT NULL, unit TEXT NOT NULL,
	value REAL, low REAL, high REAL, n INTEGER NOT NULL,
	status TEXT NOT NULL,          -- ok, saturated, dropping, starved, few,
	                               -- failed (a replication did)
	PRIMARY KEY (point, workload, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE histogram (               -- latency; results/blob.h decodes it
	point INTEGER NOT NULL, replication INTEGER NOT NULL,
	workload TEXT NOT NULL, buckets BLOB NOT NULL,
	PRIMARY KEY (point, replication, workload)
) STRICT, WITHOUT ROWID;

CREATE TABLE stage (                   -- by latency octave: 2^bucket <= ps
	point INTEGER NOT NULL, replication INTEGER NOT NULL,
	workload TEXT NOT NULL, latency_bucket INTEGER NOT NULL,
	position INTEGER NOT NULL, stage TEXT NOT NULL, owner TEXT NOT NULL,
	kind TEXT NOT NULL, wait INTEGER NOT NULL, work INTEGER NOT NULL,
	n INTEGER NOT NULL,
	PRIMARY KEY (point, replication, workload, latency_bucket, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE busy (
	point INTEGER NOT NULL, replication INTEGER NOT NULL,
	core TEXT NOT NULL, class TEXT NOT NULL, owner TEXT NOT NULL,
	kind TEXT NOT NULL,            -- job, errand, spawn, overhead, idle
	time INTEGER NOT NULL,
	PRIMARY KEY (point, replication, core, class, owner, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE opened (                  -- what waits opened into
	point INTEGER NOT NULL, replication INTEGER NOT NULL,
	component TEXT NOT NULL, label TEXT NOT NULL, time REAL NOT NULL,
	PRIMARY KEY (point, replication, component, label)
) STRICT, WITHOUT ROWID;

CREATE TABLE exemplar (
	point INTEGER NOT NULL, replication INTEGER NOT NULL,
	workload TEXT NOT NULL, job INTEGER NOT NULL, why TEXT NOT NULL,
	latency INTEGER NOT NULL, position INTEGER NOT NULL,
	stage TEXT NOT NULL, wait INTEGER NOT NULL, work INTEGER NOT NULL,
	PRIMARY KEY (point, replication, workload, job, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE series (                  -- a metric over time; for later use
	point INTEGER NOT NULL, replication INTEGER NOT NULL,
	name TEXT NOT NULL, at INTEGER NOT NULL, value REAL,
	PRIMARY KEY (point, replication, name, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE "check" (
	point INTEGER NOT NULL, replication INTEGER NOT NULL,
	name TEXT NOT NULL, component TEXT NOT NULL, ok INTEGER NOT NULL,
	"left" TEXT NOT NULL, "right" TEXT NOT NULL,
	PRIMARY KEY (point, replication, name, component)
) STRICT, WITHOUT ROWID;

-- Views: common questions in one line.
-- SELECT * FROM p99;   SELECT platform, value FROM throughput;
CREATE VIEW estimates AS
	SELECT p.ordinal, p.label, p.platform, p.instance, p.swept, e.*
	FROM estimate e JOIN point p ON p.id = e.point
	ORDER BY p.ordinal, e.workload, e.name;
CREATE VIEW p99 AS
	SELECT label, instance, swept, workload, value / 1e6 AS us,
	       low / 1e6 AS low, high / 1e6 AS high, status
	FROM estimates WHERE name = 'latency.p99';
CREATE VIEW throughput AS
	SELECT label, instance, swept, workload, value AS per_second, low, high,
	       status
	FROM estimates WHERE name = 'throughput';
CREATE VIEW breakdown AS   -- mean microseconds a job, by stage
	SELECT p.ordinal, p.label, p.swept, s.workload, s.position, s.stage,
	       s.owner, s.kind, total(s.wait) / 1e6 / t.n AS wait_us,
	       total(s.work) / 1e6 / t.n AS work_us
	FROM stage s JOIN point p ON p.id = s.point
	JOIN (SELECT point, workload, sum(jobs) AS n FROM
	      (SELECT point, workload, max(n) AS jobs FROM stage
	       GROUP BY point, workload, replication, latency_bucket)
	      GROUP BY point, workload) t
	  ON t.point = s.point AND t.workload = s.workload
	GROUP BY s.point, s.workload, s.position ORDER BY p.ordinal, s.position;
CREATE VIEW failed_checks AS
	SELECT p.label, p.swept, c.* FROM "check" c
	JOIN point p ON p.id = c.point WHERE c.ok = 0;
