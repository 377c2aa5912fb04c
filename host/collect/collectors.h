/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The table of collectors. A row has a name for C, a name for people, a struct
 * collect_ops (in any file), and parameters (fields of struct collector). The
 * enum, the bits, the names and the order below follow from this table.
 * docs/adding-a-collector.md shows a new row.
 */
#ifndef HOST_COLLECT_COLLECTORS_H
#define HOST_COLLECT_COLLECTORS_H

#define COLLECTORS(row)                                                     \
	row(BITMAP, "bitmap", collect_bitmap)                               \
	row(CLEAR, "clear", collect_clear)                                  \
	/* the smallest chunk that CLEAR takes: one word of the bitmap */   \
	row(CLEAR_CHUNKS, "clear-chunks", collect_clear, .chunk_pages = 64) \
	row(CLEAR_INIT, "clear-init", collect_clear, .chunk_pages = 512,    \
	    .initially_set = true)                                          \
	/* KVM takes a ring before the first slot and after (clause R9) */  \
	row(RING, "ring", collect_ring, .early = true)                      \
	row(RING_MIN, "ring-min", collect_ring, .ring_entries = 1)          \
	/* more than any processor's buffer needs, few enough to fill */    \
	row(RING_2K, "ring-2k", collect_ring, .ring_entries = 2048)         \
	/* a backup bitmap must come before the first slot */               \
	row(RING_BITMAP, "ring+bitmap", collect_ring_bitmap, .early = true) \
	/* a VMM that enables all there is: INITIALLY_SET, without bits */  \
	row(RING_INIT, "ring-init", collect_ring, .with_manual = true)      \
	/* KVM's limit */                                                   \
	row(RING_MAX, "ring-max", collect_ring, .early = true,              \
	    .ring_entries = 65536)

#define COLLECTOR_ID(id, ...) COLLECTOR_##id,
enum collector_id { COLLECTORS(COLLECTOR_ID) NR_COLLECTORS };
#undef COLLECTOR_ID

/* Bits for the columns `collectors` of tests and cases. */
#define COLLECTOR_BIT(id, ...) COLLECT_##id = 1u << COLLECTOR_##id,
enum { COLLECTORS(COLLECTOR_BIT) };
#undef COLLECTOR_BIT

/* Those that read KVM_GET_DIRTY_LOG alone. */
#define COLLECT_LOGS \
	(COLLECT_BITMAP | COLLECT_CLEAR | COLLECT_CLEAR_CHUNKS | COLLECT_CLEAR_INIT)

/* One ring of each size.  RING_INIT is about INITIALLY_SET, and not about rings. */
#define COLLECT_RINGS \
	(COLLECT_RING | COLLECT_RING_MIN | COLLECT_RING_2K | COLLECT_RING_BITMAP)

/* What a test runs under unless it says otherwise. */
#define COLLECT_USUAL \
	(COLLECT_LOGS | COLLECT_RING | COLLECT_RING_MIN | COLLECT_RING_BITMAP)

#endif
