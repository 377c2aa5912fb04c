/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Limits of KVM's interface, tried at all their edges.  A check that is missing is
 * easily seen.  A check that is wrong by a factor is not: an alignment that lets 8, 16
 * and 32 through and refuses 1, a largest size that is twice or half of what it was.
 * So each limit is tried around 0, around every power of two, around its own edges,
 * their halves and doubles, and around these beyond 32 bits.
 */
#ifndef HOST_SCENE_EDGES_H
#define HOST_SCENE_EDGES_H

#include "host/round/run.h"

/* The pages of the first slot, which is logged: three words, and a tail of 8. */
#define EDGES_PAGES 200

/* KVM's number of that slot. */
#define EDGES_LOGGED 10

/* Do not try this value. */
#define EDGES_LEAVE_OUT -1

/* How many values a limit can have of its own. */
#define EDGES_MOST_OWN 2

/* A case: a row of a test's table. */
struct edges_limit {
	const char *name, *clauses;
	u32 collectors;
	/* The errno value that @value must be answered with, 0, or
	 * EDGES_LEAVE_OUT. */
	int (*want)(const struct run *r, u64 value);
	/* Make the call; an errno value or 0.  @good: it must succeed, and must then
	 * leave everything as it is. */
	int (*call)(struct run *r, u64 value, bool good);
	/* Values have so many bits. */
	u32 bits;
	/* Values that this host's KVM decides, to be tried with their neighbours. */
	void (*own)(const struct run *r, u64 *edge);
};

/* The errno value for a number of a slot that nobody has; or EINVAL, if KVM can have
 * no slot of that number. */
int edges_want_id(const struct run *r, u64 id);

/* The own edges of numbers of slots. */
void edges_own_id(const struct run *r, u64 *edge);

/* For struct test: add a case for each of @nr rows. */
void edges_add_cases(const struct edges_limit *limits, u32 nr);

/*
 * The body of such a case: try all values of @limits[the case's], between some stores
 * and their harvest.  A wrong answer ends the case with a failure, and so does a page
 * that is reported or not because of it.
 */
void edges_run(struct run *r, const struct edges_limit *limits);

#endif
