/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A case: one row of a test's table.  The smallest one stores to three pages and
 * expects that these three are reported, and no other:
 *
 *	{ .name = "three",
 *	  .stores = { { .op = "store-64",
 *			.pattern = { .kind = PATTERN_RUN, .count = 3 } } } },
 *
 * Which pages must be dirty follows from the stores.  Every column that a row leaves
 * out has the default that stands with it.
 */
#ifndef HOST_ROUND_CASE_H
#define HOST_ROUND_CASE_H

#include "host/machine/machine.h"
#include "host/round/round.h"
#include "verdict/verdict.h"

/* How the memory of the logged slots looks when the case begins. */
enum start {
	START_ARMED,	 /* logged; the guest wrote every page, and all were
			  * harvested: from now on only writes set bits, on every
			  * backend */
	START_FRESH,	 /* logged from creation, never touched by anybody */
	START_POPULATED, /* logged from creation, written by the host only */
	START_LATE,	 /* populated, untouched by the guest; then logging was
			  * switched on */
	START_READ,	 /* the guest read every page, then logging was switched on */
	START_WRITTEN,	 /* the guest wrote every page, then logging was switched
			  * on */
	START_UNLOGGED,	 /* populated, logging off; the body switches it on */
	START_NONE,	 /* no machine; the body makes its own */
};

#define CASE_MAX_STORES 4

/*
 * In a row, PER_HUGE stands for the number of pages in a huge mapping, which the
 * host's page size decides: 512 of 4K, 2048 of 16K.  2 * PER_HUGE - 1 and the like
 * mean what they say.  A body that reads such a number from n[] calls round_pages().
 */
#define PER_HUGE (1u << 28)

/* A slot with every kind of edge, and an odd tail behind each: a huge page, a word and
 * three pages. */
#define HUGE_AND_TAIL (PER_HUGE + 64 + 3)

struct test_case {
	/* Unique in the test.  Results are called TEST/NAME@COLLECTOR. */
	const char *name;

	/* Promises of KVM that the case checks besides those of its test: ids of
	 * docs/clauses.tsv with blanks in between.  Default: none. */
	const char *clauses;

	/* --- slots, in this order */

	/* Pages of the first slot, which is logged.  Default: HUGE_AND_TAIL where the
	 * backing has huge pages, else 195 pages: three words and three pages, with
	 * the edge between two of KVM's page tables in the middle of the second
	 * word. */
	u64 pages;
	/* Pages of a second and a third logged slot.  Default: there are none. */
	u64 more_pages[2];
	/* The second slot has the memory of the first.  Default: memory of its own. */
	bool alias;
	/* Pages of the slot that a vCPU in SMM sees in place of the first
	 * (host/scene/smm.h).  Default: there is none. */
	u64 smm_pages;
	/* Pages of a last slot that is never logged.  Default: there is none. */
	u64 unlogged_pages;
	/* Guest physical address of the first slot, in bytes, or MACHINE_GPA_TOP.
	 * Default: 1 GiB, or so far above
	 * that the edge is where the default of @pages says. */
	u64 gpa;
	/* The first slot lies this many pages above @gpa.  Default: 0. */
	u64 gpa_pages;
	/* Where the slots' memory begins.  Default: HVA_ALIGNED. */
	enum hva hva;
	/* Slots follow each other without a gap.  Default: gaps of 4 MiB. */
	bool adjacent;

	/* --- the guest */

	/* log2 of the page size in bytes of the guest's own page tables.  Default:
	 * the host's page size. */
	u32 guest_page_shift;
	/* The VM has KVM's own interrupt controller, for writes that it makes. */
	bool irqchip;
	/* x86: the guest finds itself on Hyper-V */
	bool hyperv;
	/* arm64: KVM splits blocks of memory when logging is switched on, and when the log
	 * is cleared (KVM_CAP_ARM_EAGER_SPLIT_CHUNK_SIZE) */
	bool split_blocks;
	/* vCPUs can run nested guests; with START_ARMED pages are armed for these,
	 * too.  Default: NEST_NONE. */
	enum nest nest;
	/* The guest has a user mode, for stores with .user. */
	bool user;
	/* The dirty bit is set in the guest's own leaf entries from the beginning. */
	bool guest_pte_dirty;
	/* vCPUs that boot.  Default: 1. */
	u32 vcpus;
	/* How far apart KVM's ids of these are.  Default: 1. */
	u32 vcpu_id_step;
	/* vCPUs that the body can add later, by machine_add_vcpu().  Default: 0. */
	u32 late_vcpus;

	/* --- where and how often it runs */

	/* What happened to the memory before.  Default: START_ARMED. */
	enum start start;
	/* COLLECT_* bits: one run with each.  Default: the test's. */
	u32 collectors;
	/* BACKING_* bits: one run on each.  Default: the test's. */
	u32 backings;
	/* NEED_* bits, besides the test's: a skip where one is missing. */
	u32 needs;

	/* --- what it does */

	/* The default body runs these; another body may use them.  The first without
	 * an .op ends the list. */
	struct stores stores[CASE_MAX_STORES];
	/* The body of this case.  Default: the test's. */
	void (*run)(struct run *r);
	/* Numbers for the body, which gives them names by an enum of its own. */
	u64 n[4];

	/* --- cases that check the gate itself */

	/* A case that must fail.  This fault is injected (-h of a program lists them);
	 * "none": the body makes the trouble itself. */
	const char *fault;
	/* Words that the failure's report must have; else the case is an error, since
	 * the gate has a hole. */
	const char *says;
	/* The verdict that it must come to.  Default: VERDICT_FAIL. */
	enum verdict_kind expects;
};

#endif
