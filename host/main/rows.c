// SPDX-License-Identifier: GPL-2.0-only
#include "host/main/rows.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/machine/arch.h"
#include "host/main/chosen.h"
#include "verdict/report.h"

static struct job *jobs;
static u32 nr_jobs;

static void add_job(const struct test_case *c, const struct collector *collector,
		    const struct backing *backing)
{
	struct job *job;

	jobs = realloc(jobs, (nr_jobs + 1) * sizeof(*jobs));
	if (!jobs)
		abort();
	job = &jobs[nr_jobs++];
	*job = (struct job){ .c = c, .collector = collector,
			    .backing = backing };
	snprintf(job->name, sizeof(job->name), "%s/%s@%s%s%s", test.name,
		 c->name, collector->name, backing == backings ? "" : ",",
		 backing == backings ? "" : backing->name);
}

/* A collector of another architecture would be a skip in every case. */
static bool has_collector(const struct collector *c)
{
	return !c->ops->has_backup || arch_limits.ring_bitmap;
}

/*
 * Nor would a skip in every case tell anything to a machine without such a device, or with
 * one that others may use.
 */
static bool has_backing(const struct options *o, const struct backing *b)
{
	static int there = -1;

	if (b->device && !arch_limits.device_memory)
		return false;
	if (b->device && !o->list && !o->backing) {
		if (there < 0)
			there = o->own_machine && backing_has_device();
		return there;
	}
	return !b->pool || arch_limits.pool_bytes & b->align_bytes;
}

/*
 * A case runs on the backings that it lists, those where it learns something
 * new. A backing that is asked for by name is used by every case.
 */
static void add_case(const struct options *o, const struct test_case *c)
{
	u32 which = c->collectors ? c->collectors : test.collectors;
	u32 on = c->backings ? c->backings : test.backings;

	if (o->nested && !c->nest)
		return;
	if (!which)
		which = COLLECT_USUAL;
	if (!on)
		on = BACKING_ANON;
	for (u32 i = 0; collectors[i].name; i++) {
		if (!(which & 1u << i) || !has_collector(&collectors[i]) ||
		    fnmatch(o->collector, collectors[i].name, 0))
			continue;
		for (u32 j = 0; backings[j].name; j++) {
			if (!has_backing(o, &backings[j]))
				continue;
			if (o->backing ?
				    fnmatch(o->backing, backings[j].name, 0) :
				    !(on & 1u << j))
				continue;
			add_job(c, &collectors[i], &backings[j]);
		}
	}
}

/* Each architecture has other stores. */
static bool has_stores(const struct image *image, const struct test_case *c)
{
	const struct stores *s = c->stores;

	for (; s < c->stores + CASE_MAX_STORES && s->op; s++)
		if (image_op(image, s->op) == image_header(image)->nr_stores)
			return false;
	return true;
}

static bool has_guest_pages(const struct test_case *c)
{
	return !c->guest_page_shift ||
	       arch_limits.guest_pages & 1ull << c->guest_page_shift;
}

/* 2 if the host works beside a running vCPU, or several vCPUs run; else 1. */
static u32 suiting_cpus(const struct test_case *c)
{
	bool beside = (test.needs | c->needs) & NEED_CPUS2;

	return beside || c->vcpus > 1 || c->late_vcpus ? 2 : 1;
}

/* Rows that would pass by themselves, or that nobody could ask for. */
static void check_rows(const char *program, const struct test_case *cases, u32 nr)
{
	for (u32 i = 0; i < nr; i++) {
		const struct test_case *c = &cases[i];
		const char *wrong = NULL;

		if (!c->name || !*c->name || strpbrk(c->name, " \t#/@,"))
			wrong = "has no name, or one with a blank or one of #/@,";
		else if (!c->run && !test.run && !c->stores[0].op)
			wrong = "has neither stores nor a body";
		for (u32 j = 0; !wrong && j < i; j++)
			if (!strcmp(c->name, cases[j].name))
				wrong = "has the name of another";
		if (!wrong)
			continue;
		fprintf(stderr, "%s: case %u (%s) of the table %s\n", program, i,
			c->name ? c->name : "", wrong);
		exit(2);
	}
}

static int by_place(const void *a, const void *b)
{
	const struct job *one = a, *other = b;

	return (int)chosen_place(one->name) - (int)chosen_place(other->name);
}

/* Leave the jobs that the table chooses, in its order, or all the others. */
static void leave_chosen(const struct options *o)
{
	u32 nr = 0;

	if (!chosen_load(o->chosen)) {
		fprintf(stderr, "%s: %s: %s\n", o->program, o->chosen,
			strerror(errno));
		exit(2);
	}
	for (u32 i = 0; i < nr_jobs; i++)
		if (!chosen_place(jobs[i].name) == o->others)
			jobs[nr++] = jobs[i];
	nr_jobs = nr;
	if (!o->others)
		qsort(jobs, nr_jobs, sizeof(*jobs), by_place);
}

struct job *rows_to_jobs(const struct options *o, const struct image *image,
			 u32 *nr_all)
{
	const struct test_case *cases = test.cases;
	u32 nr = test.nr_cases;
	bool drills = false, any = false;

	if (test.add_cases) {
		test.add_cases(image);
		cases = cases_added(&nr);
	}
	check_rows(o->program, cases, nr);
	for (u32 i = 0; i < nr; i++) {
		if (!has_stores(image, &cases[i]) || !has_guest_pages(&cases[i]))
			continue;
		any = true;
		if ((o->cpus && o->cpus != suiting_cpus(&cases[i])) ||
		    fnmatch(o->test_case, cases[i].name, 0))
			continue;
		if (cases[i].fault && o->no_drills)
			drills = true;
		else
			add_case(o, &cases[i]);
	}
	if (o->chosen)
		leave_chosen(o);
	*nr_all = nr_jobs;
	if (nr_jobs)
		return jobs;
	if (!any)
		exit(report_nothing("this architecture has none of these cases"));
	if (drills)
		exit(report_nothing("what checks the gate itself is left out"));
	fprintf(stderr, "%s: no case matches -c '%s' -C '%s' -b '%s'%s%s%s (-l lists them)\n",
		o->program, o->test_case, o->collector,
		o->backing ? o->backing : "*", o->cpus ? " with this -n" : "",
		!o->chosen ? "" : o->others ? " and is not in " : " and is in ",
		o->chosen ? o->chosen : "");
	exit(2);
}
