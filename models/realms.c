/* SPDX-License-Identifier: GPL-3.0-or-later */
/* realms.c -- who runs where: guests and domains, their vCPUs, the pCPUs. */
#include <string.h>

#include "models/build.h"
#include "models/instance.h"
#include "models/realms.h"

int guest_realm(const struct build *build, int guest)
{
	(void)build;
	return guest; /* guests are the first realms */
}

const struct mechanism *realm_mechanism(const struct build *build, int realm,
					const char *dimension)
{
	const struct domain *domain = build->program->realm[realm].domain;
	for (int i = 0; domain && i < domain->bindings; i++)
		if (strcmp(domain->binding[i].dimension, dimension) == 0)
			return domain->binding[i].mechanism;
	return NULL;
}

static double hardware_number(const struct instance *hardware,
			      enum instance_param param)
{
	return hardware->hardware->value[param].number;
}

/* ---- the cpu block ---- */

/* Its work is drawn without a job. */
static const struct draw *cpu_work(struct build *build, int index,
				   const struct work *work, const char *name)
{
	int guest = build->program->realm[index].guest;
	const struct draw *draw = draw_new(build, work, &(struct drawer){
		.stage = name, .realm = index,
		.guest = guest < 0 ? 0 : guest});
	for (int i = 0; draw && i < draw->terms; i++)
		if (draw->term[i].attributes)
			wrong(build, work->where, "'%s' of a cpu is for no "
			      "job: it has no attributes to multiply by", name);
	return draw;
}

static void read_cpu_block(struct build *build, struct realm *realm, int index)
{
	const struct mechanism *mechanism = realm_mechanism(build, index,
							    "cpu");
	double *number = arena_get(build->arena, sizeof(double) * CPU_PARAMS);
	const struct draw **draw = arena_get(build->arena,
					     sizeof(*draw) * CPU_PARAMS);
	realm->number = number;
	realm->draw = draw;
	realm->factor = 1;
	if (!mechanism || !mechanism->cpu)
		return;
	for (int i = 0; i < CPU_PARAMS; i++) {
		const struct value *value = &mechanism->cpu->value[i];
		const char *name = cpu_kind.param[i].name;
		if (cpu_kind.param[i].type == PARAM_WORK)
			draw[i] = cpu_work(build, index, value->work, name);
		else if (cpu_kind.param[i].type == PARAM_CHOICE)
			number[i] = value->choice;
		else
			number[i] = value->number;
		if (value->cost && value->is_given)
			lean(build, value->cost, 0);
	}
	realm->is_virtual = number[CPU_VIRTUAL] > 0;
	realm->factor = number[CPU_WORK_FACTOR] > 0 ? number[CPU_WORK_FACTOR] :
						      1;
}

/* ---- guests and domains ---- */

static void add_guest(struct build *build, int host,
		      const struct setup_instance *instance)
{
	struct program *program = build->program;
	struct realm *realm = &program->realm[program->realms];
	const struct instance *hardware = instance->hardware;
	realm->name = "guest";
	realm->label = instance->name;
	realm->host = host;
	realm->guest = program->realms++;
	realm->domain = &instance->platform->domain[0];
	realm->instance = instance;
	realm->hardware = hardware;
	realm->cpus = (int)hardware_number(hardware, INSTANCE_VCPUS);
	realm->clock = hardware_number(hardware, INSTANCE_CLOCK) *
		       hardware_number(hardware, INSTANCE_IPC);
	realm->threads_per_core = (int)hardware_number(hardware,
						       INSTANCE_THREADS);
	realm->sibling_speed = hardware_number(hardware, INSTANCE_SIBLING);
}

static bool has_domain(const struct program *program, int host,
		       const char *name)
{
	for (int i = 0; i < program->realms; i++)
		if (program->realm[i].host == host &&
		    program->realm[i].guest < 0 &&
		    strcmp(program->realm[i].name, name) == 0)
			return true;
	return false;
}

static void add_domains(struct build *build, int host,
			const struct setup_instance *instance)
{
	struct program *program = build->program;
	const struct platform *platform = instance->platform;
	const struct instance *hardware = instance->hardware;
	for (int i = 1; i < platform->domains; i++) {
		const struct domain *domain = &platform->domain[i];
		if (has_domain(program, host, domain->name))
			continue;
		struct realm *realm = &program->realm[program->realms++];
		double clock = hardware_number(hardware, INSTANCE_DOM0_CLOCK);
		realm->name = domain->name;
		realm->label = program->setup->hosts == 1 ? domain->name :
			arena_format(build->arena, "%s:%s",
				     program->setup->host[host].name,
				     domain->name);
		realm->host = host;
		realm->guest = -1;
		realm->domain = domain;
		realm->instance = instance;
		realm->hardware = hardware;
		realm->cpus = (int)hardware_number(hardware,
						   INSTANCE_DOM0_VCPUS);
		realm->clock = (clock > 0 ? clock :
				hardware_number(hardware, INSTANCE_CLOCK)) *
			       hardware_number(hardware, INSTANCE_IPC);
		realm->threads_per_core = 1;
		realm->sibling_speed = 1;
	}
}

static int network_queues(const struct build *build, int realm)
{
	const struct mechanism *network = realm_mechanism(build, realm,
							  "network");
	return network && network->queues.is_given ?
		       (int)network->queues.number : 0;
}

/* ---- pCPUs ---- */

static void place_cpu(struct build *build, struct host_plan *plan,
		      struct realm *realm, int *pin, int i, int given,
		      int *next, int limit)
{
	double *clock = (double *)plan->clock;
	pin[i] = given >= 0 ? given : limit ? (*next)++ % limit : (*next)++;
	if (pin[i] >= PCPUS_MAX || (limit && pin[i] >= limit)) {
		wrong(build, realm->instance->where, "'%s' is put on pCPU %d, "
		      "but the host has %d", realm->label, pin[i],
		      limit ? limit : PCPUS_MAX);
		pin[i] = 0;
	}
	if (pin[i] >= plan->pcpus)
		plan->pcpus = pin[i] + 1;
	if (clock[pin[i]] <= 0)
		clock[pin[i]] = realm->clock;
}

/* vCPUs that take turns are dealt by one hypervisor, at the clock that the
 * pCPU has. */
static void check_turns(struct build *build, const struct realm *realm,
			const struct realm *other, int pcpu)
{
	const char *what =
		realm->number[CPU_VCPU_SLICE] != other->number[CPU_VCPU_SLICE] ?
			"vcpu_slice: one hypervisor deals a pCPU" :
		realm->clock != other->clock ? "clock: a pCPU has one" : NULL;
	if (what)
		wrong(build, realm->instance->where, "'%s' and '%s' take turns "
		      "on pCPU %d, but differ in their %s", other->label,
		      realm->label, pcpu, what);
}

/* A pCPU is a realm's own, or vCPUs take turns on it. */
static void claim_cpu(struct build *build, const struct realm **user,
		      const struct realm *realm, int i)
{
	const struct realm **at = &user[realm->pin[i]];
	if (*at && !((*at)->is_virtual && realm->is_virtual))
		wrong(build, realm->instance->where, "CPU %d of '%s' cannot "
		      "be pCPU %d: '%s' is on it, and only vCPUs take turns",
		      i, realm->label, realm->pin[i], (*at)->label);
	else if (*at)
		check_turns(build, realm, *at, realm->pin[i]);
	*at = realm;
}

/* vCPU 2k and 2k+1 share a core where the hardware says so. */
static void pair_siblings(struct host_plan *plan, const struct realm *realm)
{
	int *sibling = (int *)plan->sibling;
	double *speed = (double *)plan->sibling_speed;
	if (realm->threads_per_core != 2)
		return;
	for (int i = 0; i + 1 < realm->cpus; i += 2) {
		int a = realm->pin[i], b = realm->pin[i + 1];
		if (a == b || sibling[a] >= 0 || sibling[b] >= 0)
			continue;
		sibling[a] = b;
		sibling[b] = a;
		speed[a] = speed[b] = realm->sibling_speed;
	}
}

static void place_realm(struct build *build, struct host_plan *plan,
			const struct setup_host *host, struct realm *realm,
			int *next, const struct realm **user)
{
	int *pin = arena_get(build->arena,
			     sizeof(*pin) * (size_t)(realm->cpus + 1));
	const int *given = realm->guest >= 0 ? realm->instance->cpu :
					       host->dom0_cpu;
	int count = realm->guest >= 0 ? realm->instance->cpus :
					host->dom0_cpus;
	for (int i = 0; i < realm->cpus; i++)
		place_cpu(build, plan, realm, pin, i,
			  given && count ? given[i % count] : -1, next,
			  host->pcpus);
	realm->pin = pin;
	for (int i = 0; i < realm->cpus; i++)
		claim_cpu(build, user, realm, i);
	if (realm->guest >= 0)
		pair_siblings(plan, realm);
}

/* How many C-states there are down to the ceiling. */
static int states_to(struct build *build, const struct instance *hardware,
		     const struct platform *platform)
{
	if (!platform->idle_ceiling)
		return hardware->cstates;
	for (int i = 0; i < hardware->cstates; i++)
		if (strcmp(hardware->cstate[i].name,
			   platform->idle_ceiling) == 0)
			return i + 1;
	if (hardware->cstates)
		diagnose(build->diagnostics, SEVERITY_WARNING, platform->where,
			 "'%s' has no C-state '%s': nothing keeps its sleep "
			 "light", hardware->name, platform->idle_ceiling);
	return hardware->cstates;
}

/* C-states down to the deepest that the platform's operator allows. */
static void limit_cstates(struct build *build, struct host_plan *plan,
			  const struct setup_instance *instance)
{
	const struct instance *hardware = instance->hardware;
	plan->cstate = hardware->cstate;
	plan->cstates = states_to(build, hardware, instance->platform);
	for (int i = 0; i < plan->cstates; i++) {
		lean(build, hardware->cstate[i].exit, 0);
		lean(build, hardware->cstate[i].residency, 0);
	}
}

/* Who is pinned shares on purpose; the others must have CPUs of their own. */
static bool is_pinned(const struct setup_host *host, const struct realm *realm)
{
	return realm->guest >= 0 ? realm->instance->cpus > 0 :
				   host->dom0_cpus > 0;
}

static void check_room(struct build *build, int index)
{
	const struct program *program = build->program;
	const struct setup_host *host = &program->setup->host[index];
	double there = host->pcpus > 0 ? host->pcpus :
		hardware_number(host->instance[0].hardware,
				INSTANCE_HOST_CPUS);
	const char *who = "";
	int asked = 0;
	for (int i = 0; i < program->realms; i++) {
		const struct realm *realm = &program->realm[i];
		if (realm->host != index || is_pinned(host, realm))
			continue;
		asked += realm->cpus;
		who = arena_format(build->arena, "%s%s%s %d", who,
				   *who ? ", " : "", realm->label,
				   realm->cpus);
	}
	if (there > 0 && asked > there)
		wrong(build, host->where, "host '%s' has %.0f pCPUs, but %d "
		      "are asked for (%s); pin them with 'cpus:' to share",
		      host->name, there, asked, who);
}

static void plan_host(struct build *build, int index)
{
	struct program *program = build->program;
	const struct setup_host *host = &program->setup->host[index];
	struct host_plan *plan = &program->host[index];
	int next = 0;
	const struct realm **user = arena_get(build->arena, sizeof(*user) *
								PCPUS_MAX);
	plan->name = host->name;
	plan->clock = arena_get(build->arena, sizeof(double) * PCPUS_MAX);
	plan->sibling_speed = arena_get(build->arena,
					sizeof(double) * PCPUS_MAX);
	int *sibling = arena_get(build->arena, sizeof(int) * PCPUS_MAX);
	for (int i = 0; i < PCPUS_MAX; i++)
		sibling[i] = -1;
	plan->sibling = sibling;
	plan->pcpus = host->pcpus;
	for (int i = 0; i < program->realms; i++)
		if (program->realm[i].host == index)
			place_realm(build, plan, host, &program->realm[i],
				    &next, user);
	limit_cstates(build, plan, &host->instance[0]);
	check_room(build, index);
}

void realms_new(struct build *build)
{
	struct program *program = build->program;
	const struct setup *setup = program->setup;
	int most = 0;
	for (int i = 0; i < setup->hosts; i++)
		for (int k = 0; k < setup->host[i].instances; k++)
			most += setup->host[i].instance[k].platform->domains;
	program->realm = arena_get(build->arena, sizeof(struct realm) *
						(size_t)(most + 1));
	program->host = arena_get(build->arena, sizeof(struct host_plan) *
						(size_t)setup->hosts);
	for (int i = 0; i < setup->hosts; i++)
		for (int k = 0; k < setup->host[i].instances; k++)
			add_guest(build, i, &setup->host[i].instance[k]);
	for (int i = 0; i < setup->hosts; i++)
		for (int k = 0; k < setup->host[i].instances; k++)
			add_domains(build, i, &setup->host[i].instance[k]);
	for (int i = 0; i < program->realms; i++) {
		program->realm[i].queues = network_queues(build, i);
		read_cpu_block(build, &program->realm[i], i);
	}
	for (int i = 0; i < setup->hosts; i++)
		plan_host(build, i);
}
