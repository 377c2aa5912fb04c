// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmm_main() runs each case with each accelerator.  The cases run one after
 * another, because each keeps several processors busy.
 */
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "verdict/report.h"
#include "vmm/job.h"
#include "vmm/options.h"

struct job {
	const struct vmm_case *c;
	const struct accel_name *accel;
};

static struct job *jobs;
static u32 nr_jobs;

static void collect(const struct vmm_options *o, const struct vmm_test *test)
{
	u32 nr_named = 0;

	jobs = calloc(test->nr_cases * ARRAY_LEN(accels), sizeof(*jobs));
	if (!jobs)
		abort();
	for (u32 i = 0; i < test->nr_cases; i++)
		for (u32 j = 0; j < ARRAY_LEN(accels); j++) {
			const struct vmm_case *c = &test->cases[i];
			u32 on = c->accels ?: test->accels ?: ACCEL_ANY;

			if (!(on & accels[j].accel) ||
			    fnmatch(o->test_case, c->name, 0) ||
			    fnmatch(o->accel, accels[j].name, 0))
				continue;
			nr_named++;
			if (!o->only || !fnmatch(o->only, accels[j].name, 0))
				jobs[nr_jobs++] = (struct job){ c, &accels[j] };
		}
	if (nr_named)
		return;
	fprintf(stderr, "%s: no case matches -c '%s' -C '%s' (-l lists them)\n",
		o->program, o->test_case, o->accel);
	exit(2);
}

/*
 * A case with .says passes if it did not pass and the report has these words.
 */
static void expect_failure(const struct vmm_case *c,
			   const struct verdict_page *v)
{
	if (v->kind != VERDICT_SKIP)
		verdict_turn(v->kind != VERDICT_PASS &&
				     strstr(v->reason, c->says),
			     "what was done wrong on purpose", c->says);
}

static struct verdict_page *skipped(const char *why)
{
	memset(verdict_page, 0, offsetof(struct verdict_page, tid));
	verdict_page->kind = VERDICT_SKIP;
	snprintf(verdict_page->reason, sizeof(verdict_page->reason), "%s", why);
	return verdict_page;
}

/*
 * The guest's memory.  Without KVM the size is no multiple of 64 pages.  If it
 * were, QEMU until 9.0 would not notice stores through translations that it has
 * cached (finding Q1 in docs/findings.md), and that bug would hide everything
 * else.
 */
static u32 memory_for(const struct job *job)
{
	if (job->c->memory_kib)
		return job->c->memory_kib;
	return job->accel->accel == ACCEL_TCG ? (256 << 10) + 8 : 256 << 10;
}

static struct verdict_page *run_job(const struct vmm_options *o,
				    const struct vmm_test *test,
				    const struct job *job)
{
	const char *command[] = { test->command, job->c->command };
	struct vmm_run r = {
		.c = job->c,
		.spec = { .kind = o->kind,
			  .binary = o->binary,
			  .firmware = o->firmware ? o->firmware :
						    machine_firmware(o->kind),
			  .memory_kib = memory_for(job),
			  .ring = job->c->ring ?: test->ring ?: RING_ENTRIES,
			  .timeout_scale = o->timeout_scale },
	};
	struct verdict_page *v;
	const char *why;

	if (!r.spec.firmware)
		return skipped("no firmware is found where Debian has it (-f FILE)");
	why = vmm_missing(&r, job->accel->accel);
	if (why)
		return skipped(why);
	r.spec.accel = job->accel->accel;
	command_default(&r.spec.command);
	r.spec.command.seed = o->seed;
	for (u32 i = 0; i < ARRAY_LEN(command); i++) {
		if (!command[i])
			continue;
		why = command_parse(&r.spec.command, command[i],
				    strlen(command[i]));
		if (why)
			abort();
	}
	v = vmm_job(&r, job->c->run ? job->c->run : test->run);
	if (job->c->says)
		expect_failure(job->c, v);
	return v;
}

/* Look a failure up in docs/known.tsv, without a KVM backend. */
static struct known_facts facts_of(const struct accel_name *accel)
{
	static struct utsname u;
	static char more[64];

	uname(&u);
	snprintf(more, sizeof(more), "qemu=%s", qemu_version);
	return (struct known_facts){
		.kernel = u.release,
		.backend = accel->name,
		.more = more,
	};
}

static void report(const struct vmm_options *o, const struct vmm_test *test,
		   const struct job *job, struct verdict_page *v)
{
	const char *prefix = getenv("KVM_DIRTY_REPLAY");
	struct known_facts facts = facts_of(job->accel);
	char name[160], replay[512];

	snprintf(name, sizeof(name), "%s/%s@%s", test->name, job->c->name,
		 job->accel->name);
	if (prefix)
		snprintf(replay, sizeof(replay), "%s --seed %lu '%s'", prefix,
			 o->seed, name);
	else
		snprintf(replay, sizeof(replay), "%s -a %s -c %s -C %s -s %lu",
			 o->program, o->kind->name, job->c->name,
			 job->accel->name, o->seed);
	report_case(job - jobs + 1, name, v,
		    known_find(test->name, job->c->name, job->accel->name, "-",
			       &facts),
		    o->known_is_expected, replay);
}

struct qemu *vmm_boot(struct vmm_run *r)
{
	struct qemu *q = qemu_start("source", &r->spec, r->c->more);

	qemu_until_seconds(q, 1);
	return q;
}

int vmm_main(int argc, char **argv, const struct vmm_test *test)
{
	struct vmm_options o = vmm_options_parse(argc, argv, test);

	collect(&o, test);
	if (o.list) {
		for (struct job *job = jobs; job < jobs + nr_jobs; job++)
			printf("%s/%s@%s\n", test->name, job->c->name,
			       job->accel->name);
		return 0;
	}
	if (o.known && !known_load(o.known))
		return 2;
	if (!nr_jobs) {
		printf("KTAP version 1\n1..0 # SKIP no case of these is with %s\n",
		       o.only);
		return 4;
	}
	report_begin();
	printf("# guest: %s\n# qemu: %s\n# firmware: %s\n# seed: %lu\n",
	       o.kind->name, o.binary ? o.binary : o.kind->binary,
	       o.firmware ? o.firmware : machine_firmware(o.kind), o.seed);
	report_plan(nr_jobs);
	vmm_job_init();
	for (struct job *job = jobs; job < jobs + nr_jobs; job++)
		report(&o, test, job, run_job(&o, test, job));
	return report_exit_code();
}
