/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * All that a test sees.  A test is one const object called `test` and a table
 * of cases; main() is in host/main.c and runs case x collector x backing, each
 * in a child process with a deadline.  Most cases are rows: a slot, a starting
 * state, some stores; what must be dirty follows from the stores.
 */
#ifndef HOST_TEST_H
#define HOST_TEST_H

#include "host/backend.h"
#include "host/backing.h"
#include "host/collect.h"
#include "host/image.h"
#include "host/ledger.h"
#include "host/machine.h"
#include "host/need.h"
#include "host/round.h"
#include "host/round_slot.h"
#include "host/verdict.h"
#include "lib/rng.h"

/* How the memory of the logged slots looks when the case begins. */
enum start {
	START_ARMED,	 /* logged, all written and harvested: only writes set
			  * bits from here on, on every backend */
	START_FRESH,	 /* logged from creation, never touched by anybody */
	START_POPULATED, /* logged from creation, written by the host only */
	START_LATE,	 /* populated; logging switched on later, untouched by
			  * the guest */
	START_READ,	 /* the guest read all of it, then logging went on */
	START_WRITTEN,	 /* the guest wrote all of it, then logging went on */
	START_UNLOGGED,	 /* populated, logging off; the case switches it on */
	START_NONE,	 /* no machine: the body makes its own */
};

#define CASE_MAX_STORES 4

/*
 * In a row this stands for the pages of a huge mapping, which the host's page
 * size decides: 512 of 4K, 2048 of 16K.  2 * PER_HUGE - 1 and the like mean
 * what they say; a body that reads n[] calls round_pages().
 */
#define PER_HUGE (1u << 28)

struct test_case {
	const char *name;
	const char *clauses; /* of docs/clauses.tsv, besides the test's */
	u64 pages;	    /* of the first slot; 0: DEFAULT_PAGES */
	u64 more_pages[2];  /* of a second and a third logged slot; 0: none */
	u64 smm_pages;	    /* of what a vCPU in SMM has there instead (smm.h) */
	u64 unlogged_pages; /* of a last slot that is never logged; 0: none */
	u64 gpa;	    /* of the first slot; 0: 1 GiB; MACHINE_GPA_TOP */
	u64 gpa_pages;	    /* ... and so many pages above it */
	bool adjacent;	    /* slots lie without gaps in between */
	u32 guest_page_shift; /* of the guest's own tables; 0: the host's */
	bool irqchip; /* with KVM's own interrupt controller */
	enum nest nest; /* vCPUs can run nested guests, and are armed in them too */
	bool user; /* the guest has a user mode */
	bool guest_pte_dirty; /* D set in the guest's own leaf entries */
	u32 vcpus;	    /* 0: one */
	u32 late_vcpus;	    /* so many more the body can add */
	enum start start;
	u32 collectors; /* COLLECT_*; 0: the test's */
	u32 backings;	/* BACKING_*; 0: the test's */
	u32 needs;	/* NEED_*, besides the test's */
	/* Obeyed by the default body, and at hand for any other. */
	struct stores stores[CASE_MAX_STORES];
	/*
	 * A case that must fail: this fault is injected ("none": the body makes
	 * the trouble itself), the verdict must be @expects (0: a failure), and
	 * the report must say these words.  Silence would be a hole in the gate:
	 * an error.
	 */
	const char *fault, *says;
	enum verdict_kind expects;
	void (*run)(struct run *r); /* NULL: the test's */
	u64 n[4];		    /* what only this test's body knows */
};

/* A huge page, a word and three pages: an odd tail behind each kind of edge. */
#define DEFAULT_PAGES (PER_HUGE + 64 + 3)

struct test {
	const char *name;
	const char *about;   /* one line */
	/* Which clauses of KVM's contract (docs/clauses.tsv) all cases check;
	 * tests/coverage.pl reads these, and a failure names them. */
	const char *clauses;
	const char *payload; /* NULL: dirtier */
	u32 collectors;	     /* 0: COLLECT_USUAL */
	u32 backings;	     /* 0: anonymous memory only */
	u32 needs;
	/* Those with a store that the payload's catalogue lacks, because it is
	 * another architecture's, are left out. */
	const struct test_case *cases;
	u32 nr_cases;
	/* Cases that depend on the payload's store table; instead of cases. */
	const struct test_case *(*make_cases)(const struct image *image,
					      u32 *nr_cases);
	void (*run)(struct run *r); /* NULL: run_stores_twice */
};

extern const struct test test;

/* All that belongs to a case while it runs. */
struct run {
	const struct test_case *c;
	const struct collector *collector;
	const struct backing *backing;
	const struct backend *backend;
	const struct image *image;
	u64 seed;
	u32 timeout_scale;
	bool own_machine; /* nothing but us runs here */
	const char *steps; /* the one sequence to run (host/model.h), or NULL */
	u32 soak_s; /* draw sequences for so long; 0: as many as the case says */
	struct machine *machine;
	struct ledger ledger;
	struct harvest harvest;
	/* Held by whoever harvests while others may. */
	pthread_mutex_t harvest_lock;
	u32 nr_live; /* harvests of this round beside running vCPUs */
	u32 round; /* from 1 */
	struct {
		struct pageset armed; /* mapped small, write-protected or clean */
		struct pageset populated; /* have a page of their own in the
					   * host, which maps it writable */
		bool mapped;   /* ... and a mapping of KVM's: the guest was there */
		bool all_ones; /* INITIALLY_SET: the next harvest is everything */
	} slot[MACHINE_MAX_SLOTS];
};

/* Create the machine and bring it to the case's starting state. */
void start_reach(struct run *r);

/*
 * One instruction for every page of every slot that is to be logged, while none
 * is yet.
 */
void start_visit(struct run *r, const char *op);

/*
 * The default body: the case's stores, judged; nothing, judged; the same stores
 * again, as what was reported once must be reported again; nothing, judged.
 */
void run_stores_twice(struct run *r);

#endif
