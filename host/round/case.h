/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A case: one row of a test's table.  Most cases are a slot, a starting state and
 * some stores; which pages must be dirty follows from the stores.
 */
#ifndef HOST_ROUND_CASE_H
#define HOST_ROUND_CASE_H

#include "host/machine/machine.h"
#include "host/round/round.h"
#include "verdict/verdict.h"

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

#endif
