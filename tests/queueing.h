/* SPDX-License-Identifier: GPL-3.0-or-later */
/* queueing.h -- closed forms of queueing theory that tests compare with.
 *
 * Times are in any one unit, rates in jobs per that unit.  Kleinrock is
 * "Queueing Systems", volume 1 (1975).
 */
#ifndef TESTS_QUEUEING_H
#define TESTS_QUEUEING_H

/* M/M/c, load = rate * service: the chance to wait (Erlang C), and the
 * q-quantile of waiting plus service. */
double erlang_c(int servers, double load);
double mmc_quantile(int servers, double rate, double service, double q);

/* M/G/1: mean wait, by the service's mean and squared coefficient of
 * variation (Pollaczek-Khinchine; Kleinrock 5.70). */
double mg1_wait(double rate, double service, double scv);

/* What a setup, paid by the first job of each busy period, adds to every
 * job's mean wait (Welch, Operations Research 12 (1964)): by the setup's mean
 * and second moment. */
double setup_wait(double rate, double mean, double second_moment);

/* M/M/1/K, load = rate * service: the chance that n are there. */
double mm1k_chance(double load, int k, int n);

/* Jobs that an M/M/1/K turns away, and has inside on average. */
double mm1k_refused(double load, int k);
double mm1k_inside(double load, int k);

/* A saturated exponential worker of rate `load` before an exponential server
 * of rate 1 and `k` places, of which it takes one for each job: jobs per unit
 * of time when it is blocked until `resume` places are free. */
double blocked_throughput(double load, int k, int resume);

/* 1 + 1/2^power + ... + 1/n^power; power 1: the mean maximum of n
 * exponentials of mean 1, power 2: its variance. */
double harmonic(int n, int power);

/* A closed network of single exponential servers (up to 8) and a delay, with
 * `jobs` inside: jobs per unit of time (mean-value analysis; Reiser and
 * Lavenberg, JACM 27 (1980)).  `response`, when not NULL, gets each server's
 * waiting plus service. */
double mva_throughput(int jobs, double delay, const double *service,
		      int servers, double *response);

/* The chance that a Poisson variable is at most n. */
double poisson_upto(double mean, int n);

#endif
