/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A collector is one way to ask KVM which pages are dirty. A test is written
 * once and runs with each collector. In every case, a collector also checks
 * what the interface promises about itself: bits past the end, bytes past the
 * bitmap, the ring's bounds and counts. It does not judge pages.
 */
#ifndef HOST_COLLECT_COLLECT_H
#define HOST_COLLECT_COLLECT_H

#include "host/collect/collectors.h"
#include "host/machine/backend.h"
#include "host/machine/machine.h"
#include "lib/pageset.h"

/* What the harvests of one round brought: a set per slot. */
struct harvest {
	struct pageset dirty[MACHINE_MAX_SLOTS];
	/*
	 * Rings: how many entries of vCPU v name a page, at [v * nr_pages +
	 * page].
	 */
	u32 *entries[MACHINE_MAX_SLOTS];
	/*
	 * Ring and bitmap: the pages of dirty[] that the backup bitmap
	 * reported.
	 */
	struct pageset backup[MACHINE_MAX_SLOTS];
};

struct collector {
	const char *name;
	const struct collect_ops *ops;
	u32 chunk_pages;    /* clear: pages per CLEAR; 0: the whole slot */
	bool initially_set; /* clear: KVM_DIRTY_LOG_INITIALLY_SET */
	u32 ring_entries;   /* ring; 0: the most that KVM offers, at most
			     * 65536; 1: the fewest that KVM accepts */
	bool with_manual; /* ring: enable both flags of manual protection,
			   * too */
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
	 * Add what KVM reports as dirty in all logged slots, and re-protect it.
	 * @quiet: no vCPU is in KVM_RUN, so that nothing may be left behind,
	 * and bounds can be checked in full.
	 */
	void (*harvest)(const struct collector *c, struct machine *m,
			struct harvest *h, bool quiet);
	/* The ring of @v is full: make room. NULL without rings. */
	void (*full)(const struct collector *c, struct machine_vcpu *v,
		     struct harvest *h);
	/* Capabilities, for tests that expect more than pages from it. */
	bool has_log;	   /* KVM_GET_DIRTY_LOG works at all (a VM with nothing but
			    * rings has no bitmap) */
	bool manual_clear; /* GET only reads, CLEAR re-protects */
	bool has_ring;	   /* entries per vCPU, and resets */
	bool has_backup;   /* rings, and a bitmap for writes that no vCPU
			    * made */
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
 * KVM_GET_DIRTY_LOG of one slot into @set, which is overwritten. Checks what
 * always holds: the call succeeds, writes exactly the words of the bitmap
 * (clause G14), and sets no bit past the slot's end.
 */
void collect_get(struct machine *m, u32 slot, struct pageset *set);

/* collect_get() of every logged slot, added to @into[slot]. */
void collect_get_all(struct machine *m, struct pageset *into);

/*
 * KVM_CLEAR_DIRTY_LOG for those pages of @set from @first to @first + @nr - 1.
 * The call must succeed. @first must be a multiple of 64; @nr must be one, too,
 * or reach the slot's end.
 */
void collect_clear_range(struct machine *m, u32 slot,
			 const struct pageset *set, u64 first, u64 nr);

/*
 * The ring broke a promise. The case does not end at once: the pages that were
 * lost are better evidence, and the caller with the ledger can name them.
 */
void collect_ring_wrong(struct machine *m, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Take up to @most entries of one ring. Returns how many there were. */
u32 collect_ring_take(struct machine_vcpu *v, struct harvest *h, u32 most);

/* The number of entries that nobody has harvested. */
u32 collect_ring_count(const struct machine_vcpu *v);

/*
 * Make the next entry name page @page of @slot (KVM's number, with the address
 * space), and take it. There must be an entry.
 */
void collect_ring_forge(struct machine_vcpu *v, u32 slot, u64 page);

/*
 * Add every page that an entry of the ring names, harvested or not. The ring
 * does not change.
 */
void collect_ring_scan(const struct machine_vcpu *v, struct harvest *h);

/*
 * KVM_RESET_DIRTY_RINGS, until all is freed. The calls must count the entries that
 * were taken since the last reset.
 */
void collect_ring_reset(struct machine *m);

/*
 * A reset beside other resets, from any thread. Returns how many entries it
 * freed, which is not judged. When all such resets are done,
 * collect_ring_freed() accounts for everything that was harvested.
 */
u32 collect_ring_reset_beside(struct machine *m);
void collect_ring_freed(struct machine *m);

/*
 * At rest and after a reset every entry must be free; if not, KVM's cursor and
 * this one disagree.
 */
void collect_ring_check_empty(struct machine_vcpu *v);

#endif
