// SPDX-License-Identifier: GPL-2.0-only
#include "host/scene/edges.h"

#include <errno.h>

#include "host/collect/dirty_try.h"
#include "host/round/cases.h"

enum { LIMIT };

#define FIRST_DIRTY 60
#define NR_DIRTY 10
#define MOST_VALUES 400

int edges_want_id(const struct run *r, u64 id)
{
	u32 spaces = r->backend->address_spaces ? r->backend->address_spaces : 1;

	if (id == EDGES_LOGGED)
		return EDGES_LEAVE_OUT;
	return id >> 16 >= spaces ||
	       (id & 0xffff) >= dirty_try_nr_slots(r->machine) ? EINVAL : ENOENT;
}

void edges_own_id(const struct run *r, u64 *edge)
{
	edge[0] = dirty_try_nr_slots(r->machine);
	edge[1] = (u64)r->backend->address_spaces << 16;
}

struct values {
	u32 bits, nr;
	u64 value[MOST_VALUES];
};

static void add(struct values *v, u64 value)
{
	if (v->bits < 64)
		value &= (1ull << v->bits) - 1;
	for (u32 i = 0; i < v->nr; i++)
		if (v->value[i] == value)
			return;
	if (v->nr == MOST_VALUES)
		verdict_error("more than %u values", MOST_VALUES);
	v->value[v->nr++] = value;
}

static void add_around(struct values *v, u64 value)
{
	add(v, value - 1);
	add(v, value);
	add(v, value + 1);
}

/*
 * Collect 0, the powers of two and the limit's own edges, each with its neighbours; half,
 * double and three times an own edge; and 2^32 more than these, which are the same edges
 * again for a KVM that looks at 32 bits alone.
 */
static void collect_values(const struct run *r, const struct edges_limit *limit,
			   struct values *v)
{
	u64 own[EDGES_MOST_OWN] = { 0 };

	if (limit->own)
		limit->own(r, own);
	add_around(v, 0);
	for (u32 bit = 0; bit < limit->bits; bit++) {
		add_around(v, 1ull << bit);
		add(v, ~0ull << bit);
		add(v, (1ull << 32) + (1ull << bit));
	}
	for (u32 i = 0; i < EDGES_MOST_OWN; i++) {
		add_around(v, own[i]);
		add_around(v, own[i] / 2);
		add_around(v, own[i] * 2);
		add(v, own[i] * 3);
		add_around(v, own[i] + (1ull << 32));
	}
	add_around(v, EDGES_PAGES);
	add_around(v, EDGES_PAGES - 64);
}

void edges_run(struct run *r, const struct edges_limit *limits)
{
	const struct edges_limit *limit = &limits[r->c->n[LIMIT]];
	struct values v = { .bits = limit->bits };

	round_store(r, 0, FIRST_DIRTY, NR_DIRTY);
	round_run(r);
	collect_values(r, limit, &v);
	for (u32 i = 0; i < v.nr; i++) {
		int want = limit->want(r, v.value[i]);
		int got;

		if (want == EDGES_LEAVE_OUT)
			continue;
		got = limit->call(r, v.value[i], !want);
		if (got != want)
			verdict_fail("%s 0x%lx is answered with %s, %s expected",
				     limit->name, v.value[i], verdict_errno(got),
				     verdict_errno(want));
	}
	round_report(r);
	/* The pages are tracked as before, too. */
	round_store(r, 0, FIRST_DIRTY + 1, NR_DIRTY);
	round_finish(r);
	round_finish(r);
}

void edges_add_cases(const struct edges_limit *limits, u32 nr)
{
	for (u32 i = 0; i < nr; i++)
		cases_add((struct test_case){
			.pages = EDGES_PAGES,
			.unlogged_pages = 64,
			.collectors = limits[i].collectors,
			.clauses = limits[i].clauses,
			.n = { [LIMIT] = i },
		}, "%s", limits[i].name);
}
