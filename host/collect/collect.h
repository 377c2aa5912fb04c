/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A collector is one way to ask KVM which pages are dirty.  A test is written
 * once and runs under each.  A collector also checks, in every case, what the
 * interface promises about itself: bits past the end, bytes past the bitmap,
 * the ring's bounds and counts.  It does not judge pages.
 */
#ifndef HOST_COLLECT_COLLECT_H
#define HOST_COLLECT_COLLECT_H

#include "host/collect/collectors.h"
#include "host/machine/backend.h"
#include "host/machine/machine.h"
#include "lib/pageset.h"

/* What one harvest, or several of one round, brought: one set per slot. */
struct harvest {
	struct pageset dirty[MACHINE_MAX_SLOTS];
	/* Ring: how many entries of vCPU v named a page, [v * nr_pages + page]. */
	u32 *entries[MACHINE_MAX_SLOTS];
	/* Ring and bitmap: what of dirty[] the backup bitmap reported. */
	struct pageset backup[MACHINE_MAX_SLOTS];
};

struct collector {
	const char *name;
	const struct collect_ops *ops;
	u32 chunk_pages;    /* clear: pages per CLEAR; 0: the whole slot */
	bool initially_set; /* clear: KVM_DIRTY_LOG_INITIALLY_SET */
	u32 ring_entries;   /* ring: 0: the most that KVM offers, but 65536;
			     * 1: the fewest that KVM accepts */
	bool with_manual; /* ring: both manual flags are enabled as well */
	bool early; /* enable before the first slot, not after the last */
};

struct collect_ops {
	/* NULL, or why this host does not have it. */
	const char *(*missing)(const struct collector *c,
			       const struct backend *b);
	/* Enable what must be enabled before the first vCPU. */
	void (*enable)(const struct collector *c, const struct backend *b,
		       struct machine *m);
	/*
	 * Add what KVM reports as dirty in all slots that are logging, and
	 * re-protect it.  @quiet: no vCPU is in KVM_RUN, so that nothing may be
	 * left behind and bounds can be checked in full.
	 */
	void (*harvest)(const struct collector *c, struct machine *m,
			struct harvest *h, bool quiet);
	/* The ring of @v is full: make room.  NULL without ring. */
	void (*full)(const struct collector *c, struct machine_vcpu *v,
		     struct harvest *h);
	/* What it can, for tests and models that go by more than its pages. */
	bool has_log;	   /* KVM_GET_DIRTY_LOG works at all (a VM with nothing but
			    * rings has no bitmap) */
	bool manual_clear; /* GET only reads, CLEAR re-protects */
	bool has_ring;	   /* entries per vCPU, and resets */
	bool has_backup;   /* a bitmap for what no vCPU wrote, beside the rings */
};

/* In the order of enum collector_id, ended by a NULL name. */
extern const struct collector collectors[];

#define COLLECTOR_OPS(id, name, ops, ...) extern const struct collect_ops ops;
COLLECTORS(COLLECTOR_OPS)
#undef COLLECTOR_OPS

void harvest_init(struct harvest *h, const struct machine *m);
void harvest_empty(struct harvest *h, const struct machine *m);
void harvest_free(struct harvest *h, const struct machine *m);

/*
 * KVM_GET_DIRTY_LOG of one slot, with the checks that always hold: it
 * succeeds, writes exactly the bitmap's words (clause G14), and no bit past the
 * slot's end.  @set is overwritten.
 */
void collect_get(struct machine *m, u32 slot, struct pageset *set);

/* The same of every slot that is logged, added to @into[slot]. */
void collect_get_all(struct machine *m, struct pageset *into);

/*
 * KVM_CLEAR_DIRTY_LOG for pages @first .. @first + @nr - 1 of those in @set; it
 * must succeed.  @first must be a multiple of 64, and @nr one too or reach the
 * slot's end.
 */
void collect_clear_range(struct machine *m, u32 slot,
			 const struct pageset *set, u64 first, u64 nr);

/*
 * The ring broke a promise.  Noted, not judged at once: what was lost by it is
 * the better evidence, and whoever has the ledger can name it.
 */
void collect_ring_wrong(struct machine *m, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Take up to @most entries of one ring; how many there were. */
u32 collect_ring_take(struct machine_vcpu *v, struct harvest *h, u32 most);

/*
 * Take one entry after it was made to name something else: @slot is KVM's number,
 * with the address space.  It must be there.
 */
void collect_ring_forge(struct machine_vcpu *v, u32 slot, u64 page);

/* Add what any entry of the ring names, harvested or not, changing nothing. */
void collect_ring_scan(const struct machine_vcpu *v, struct harvest *h);

/* KVM_RESET_DIRTY_RINGS; its count must be what was taken since the last. */
void collect_ring_reset(struct machine *m);

/*
 * The same beside another reset, from any thread: how many entries it has freed,
 * which is not judged.  When all are done, collect_ring_freed() takes all that was
 * harvested for reset.
 */
u32 collect_ring_reset_beside(struct machine *m);
void collect_ring_freed(struct machine *m);

/* At rest, after a reset: every entry must be free, or the cursors disagree. */
void collect_ring_check_empty(struct machine_vcpu *v);

#endif
