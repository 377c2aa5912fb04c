// SPDX-License-Identifier: GPL-2.0-only
/*
 * Slots are deleted, created again and moved.  Slots are read-only, or share
 * their memory with another slot.  A new slot must begin with an empty log of
 * its own (clause S13).  A slot that is moved must keep its log, by pages of
 * the slot and not of the guest (S12).  No mapping of the old place may let a
 * store go unreported.  A deleted slot has no log (G7, G22).
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "host/collect/dirty_try.h"
#include "host/round/moved.h"
#include "host/test.h"

enum { HOW, DISTANCE };

/* HOW: does slot 0 log before it is deleted, or slot 1 after it was made? */
enum { LOGGED, UNLOGGED };

#define NR_PAGES 200

static void store(struct run *r, u32 slot, const char *op, u32 first, u32 count)
{
	round_queue(r, (struct stores){ .op = op,
					.slot = slot,
					.pattern = { .kind = PATTERN_RUN,
						     .first = first,
						     .count = count } });
}

static void expect_no_log(struct run *r, u32 slot)
{
	u64 bits[(NR_PAGES + 63) / 64];
	int err;

	if (!r->collector->ops->has_log)
		return;
	memset(bits, 0xff, sizeof(bits));
	err = dirty_try_get(r->machine, r->machine->slot[slot].id, bits);
	if (err != ENOENT)
		verdict_fail("KVM_GET_DIRTY_LOG of a slot that was deleted: %s, ENOENT expected",
			     verdict_errno(err));
	err = dirty_try_clear(r->machine, r->machine->slot[slot].id, bits, 0,
			      NR_PAGES);
	if (err != ENOENT)
		verdict_fail("KVM_CLEAR_DIRTY_LOG of a slot that was deleted: %s, ENOENT expected",
			     verdict_errno(err));
}

/*
 * n[DISTANCE] in pages.  Multiples of 1 MiB are bytes, smaller numbers are
 * pages.
 */
static s64 distance_pages(const struct run *r)
{
	s64 n = r->c->n[DISTANCE];

	return n % (1 << 20) ? n : n / r->backend->page_size;
}

/* Stores from now on must be reported exactly, and once. */
static void check_tracked(struct run *r)
{
	round_initial(r);
	round_finish(r);
	store(r, 0, "store-64", 62, 20);
	store(r, 0, "store-64", NR_PAGES - 1, 1);
	round_finish(r);
	round_finish(r);
	/* Every page is written, so that any stale mapping is used. */
	store(r, 0, "store-64", 0, NR_PAGES);
	round_finish(r);
	store(r, 0, "read", 0, NR_PAGES);
	round_finish(r);
}

static void recreate(struct run *r)
{
	struct machine_slot *s = &r->machine->slot[0];
	struct machine_slot_again as = {
		.gpa = s->gpa + distance_pages(r) * r->backend->page_size,
		.logging = true,
	};

	if (r->c->n[HOW] == UNLOGGED)
		round_log(r, 0, false);
	store(r, 0, "store-64", 60, 10);
	store(r, 0, "store-64", NR_PAGES - 1, 1);
	round_run(r);
	round_delete_slot(r, 0);
	expect_no_log(r, 0);
	round_create_slot(r, 0, &as);
	check_tracked(r);
}

/* KVM drops the mappings of the slot alone, where all are dropped by default. */
static void recreate_alone(struct run *r)
{
	machine_zap_slot_alone(r->machine);
	recreate(r);
}

static void move(struct run *r)
{
	round_initial(r);
	store(r, 0, "store-64", 60, 10);
	round_run(r);
	round_move_slot(r, 0, distance_pages(r));
	round_report(r);
	/* Pages 66-69 are dirty before and after the move: reported once. */
	store(r, 0, "store-64", 66, 10);
	round_run(r);
	round_move_slot(r, 0, -distance_pages(r));
	store(r, 0, "store-64", 70, 10);
	round_finish(r);
	check_tracked(r);
}

/*
 * The slot cannot move behind the guest's last address.  KVM has taken the slot
 * apart by then, and must put it back, with its log.
 */
static void move_refused(struct run *r)
{
	const struct machine_slot *s = &r->machine->slot[0];

	round_initial(r);
	for (u32 i = 0; i < 2; i++) {
		store(r, 0, "store-64", 60, 10);
		round_run(r);
		if (!dirty_try_slot(r->machine, &(struct dirty_try_slot){
				.id = s->id,
				.flags = TRY_LOG,
				.gpa = 1ull << 60,
				.bytes = s->nr_pages << r->machine->page_shift,
				.hva = s->hva }))
			verdict_fail("a slot moved to 0x%llx", 1ull << 60);
		round_report(r);
	}
	check_tracked(r);
}

/* INITIALLY_SET: all pages are dirty, also after the slot has moved. */
static void move_all_ones(struct run *r)
{
	round_move_slot(r, 0, distance_pages(r));
	check_tracked(r);
}

/* The slot moves while it does not log.  Then logging is switched on. */
static void move_unlogged(struct run *r)
{
	store(r, 0, "store-64", 0, NR_PAGES);
	round_run(r);
	round_forget(r);
	round_move_slot(r, 0, distance_pages(r));
	store(r, 0, "store-64", 0, NR_PAGES);
	round_run(r);
	round_forget(r);
	round_log(r, 0, true);
	check_tracked(r);
}

/*
 * Slot 1 is deleted when its entries have been taken from the ring, and before the ring is
 * reset.  The reset passes these entries over, and protects the pages of slot 0 behind them
 * (clause R44).
 */
static void delete_unreset(struct run *r)
{
	const u32 nr_gone = 3, nr_left = 4;
	struct machine_slot_again as = { .logging = true };

	/* Otherwise KVM on x86 drops all mappings. */
	machine_zap_slot_alone(r->machine);
	for (u32 i = 0; i < 3; i++) {
		u32 got;

		store(r, 1, "store-64", 10, nr_gone);
		store(r, 0, "store-64", 62, nr_left);
		round_run(r);
		got = collect_ring_take(&r->machine->vcpu[0], &r->harvest,
					nr_gone + nr_left);
		if (got != nr_gone + nr_left)
			verdict_fail("%u entries in the ring, %u expected", got,
				     nr_gone + nr_left);
		machine_delete_slot(r->machine, 1);
		collect_ring_reset(r->machine);
		round_judge(r);
		round_create_slot(r, 1, &as);
	}
}

/*
 * Slot 1 gets the memory of slot 0.  A store through one slot must be reported
 * in that slot only, because a log counts guest pages.
 */
static void alias(struct run *r)
{
	struct machine_slot_again as = {
		.hva = r->machine->slot[0].hva,
		.logging = r->c->n[HOW] == LOGGED,
	};

	round_delete_slot(r, 1);
	round_create_slot(r, 1, &as);
	round_initial(r);
	for (u32 i = 0; i < 2; i++) {
		store(r, 0, "store-64", 10, 20);
		store(r, 1, "store-64", 60, 10);
		store(r, 1, "store-64", NR_PAGES - 1, 1);
		round_finish(r);
		round_finish(r);
		/*
		 * The same pages through the other slot, and some through both.
		 */
		store(r, 1, "store-64", 10, 20);
		round_finish(r);
		store(r, 0, "store-64", 15, 50);
		round_finish(r);
	}
}

/*
 * Slot 1 becomes read-only.  The guest's stores there must exit to userspace,
 * and must set no bit (clauses S5, G21, C27).  This holds for instructions that KVM
 * emulates, too.
 */
static void readonly(struct run *r)
{
	struct machine_slot *s = &r->machine->slot[1];
	struct machine_slot_again as = { .readonly = true, .logging = true };
	struct machine_vcpu *v = &r->machine->vcpu[0];
	u64 bytes = s->nr_pages << r->machine->page_shift;
	const char *op = r->c->stores[0].op ? r->c->stores[0].op : "store-64";
	u8 *before = malloc(bytes);

	memset(s->hva, 0xaa, bytes);
	memcpy(before, s->hva, bytes);
	round_delete_slot(r, 1);
	round_create_slot(r, 1, &as);
	round_initial(r);
	for (u32 i = 0; i < 2; i++) {
		u32 refused = v->nr_refused;

		store(r, 1, op, 3, 5);
		store(r, 0, "store-64", 63, 2);
		store(r, 1, "read", 0, NR_PAGES);
		store(r, 1, op, 60, 5);
		round_finish(r);
		if (v->nr_refused - refused != 10)
			verdict_fail("%u exits for 10 stores to a read-only slot",
				     v->nr_refused - refused);
		if (memcmp(before, s->hva, bytes))
			verdict_fail("stores to a read-only slot changed its memory");
		/* Logging can be switched off and on as in any other slot. */
		round_log(r, 1, false);
		round_log(r, 1, true);
		round_initial(r);
	}
	free(before);
}

/* The newer call for slots creates the slot, the older one switches logging. */
static void region2(struct run *r)
{
	struct machine_slot_again as = { .logging = true, .region2 = true };

	round_delete_slot(r, 0);
	round_create_slot(r, 0, &as);
	check_tracked(r);
	round_log(r, 0, false);
	round_log(r, 0, true);
	check_tracked(r);
}

/*
 * Entries are harvested, the slot is deleted, and then the entries are reset.
 * KVM must ignore these entries, and count them (clauses R27, R44).
 */
static void reset_after_delete(struct run *r)
{
	struct machine_slot_again as = {
		.gpa = r->machine->slot[0].gpa +
		       distance_pages(r) * r->backend->page_size,
		.logging = true,
	};
	u32 taken;

	store(r, 0, "store-64", 0, NR_PAGES);
	round_run(r);
	taken = collect_ring_take(&r->machine->vcpu[0], &r->harvest, NR_PAGES);
	if (taken != NR_PAGES && !moved_any(r, 0, 0, NR_PAGES))
		verdict_fail("%u ring entries for %u pages", taken, NR_PAGES);
	machine_delete_slot(r->machine, 0);
	collect_ring_reset(r->machine);
	/* The ring is empty now.  No later slot may get these pages. */
	round_create_slot(r, 0, &(struct machine_slot_again){ .logging = true });
	round_delete_slot(r, 0);
	round_create_slot(r, 0, &as);
	check_tracked(r);
}

#define ANON_AND_THP .backings = BACKING_ANON | BACKING_THP
#define RECREATE .pages = NR_PAGES, .run = recreate, .start = START_WRITTEN
#define MOVE .pages = NR_PAGES, .run = move, .start = START_WRITTEN

#define READONLY \
	.clauses = "S5 G21 C27", .pages = NR_PAGES, .more_pages = { NR_PAGES }, \
	.run = readonly

static const struct test_case cases[] = {
	{ .name = "recreate-in-place", .clauses = "S13 G7 G22",
	  RECREATE, ANON_AND_THP },
	/* across a word edge, and not aligned to a huge page */
	{ .name = "recreate-37-up", .clauses = "S13 G7 G22",
	  RECREATE, .n = { [HOW] = LOGGED, [DISTANCE] = 37 } },
	{ .name = "recreate-above", .clauses = "S13 G7 G22", RECREATE,
	  .n = { [HOW] = LOGGED, [DISTANCE] = 512ull << 20 } },
	{ .name = "recreate-above-4g", .clauses = "S13 G7 G22", RECREATE,
	  .n = { [HOW] = LOGGED, [DISTANCE] = 5ull << 30 } },
	/* mappings that were writable before must be gone */
	{ .name = "recreate-unlogged", .clauses = "S13 G7 G22",
	  RECREATE, ANON_AND_THP,
	  .n = { [HOW] = UNLOGGED } },
	{ .name = "recreate-alone", .clauses = "S13 G7 G22",
	  .pages = NR_PAGES, .run = recreate_alone, .start = START_WRITTEN,
	  .n = { [HOW] = UNLOGGED } },
	{ .name = "delete-unreset", .clauses = "R44", .pages = NR_PAGES,
	  .more_pages = { NR_PAGES }, .run = delete_unreset,
	  .collectors = COLLECT_RING },
	{ .name = "recreate-armed", .clauses = "S13 G7 G22",
	  .pages = NR_PAGES, .run = recreate },

	/* the new place overlaps the old one */
	{ .name = "move-1-up", .clauses = "S12",
	  MOVE, ANON_AND_THP, .n = { [HOW] = LOGGED, [DISTANCE] = 1 } },
	{ .name = "move-64-up", .clauses = "S12", MOVE,
	  .n = { [HOW] = LOGGED, [DISTANCE] = 64 } },
	{ .name = "move-far", .clauses = "S12",
	  MOVE, .n = { [HOW] = LOGGED, [DISTANCE] = 5ull << 30 } },
	{ .name = "move-armed", .clauses = "S12",
	  .pages = NR_PAGES, .run = move,
	  .n = { [HOW] = LOGGED, [DISTANCE] = 37 } },
	{ .name = "move-refused", .clauses = "S12",
	  .pages = NR_PAGES, .run = move_refused, .start = START_WRITTEN },
	{ .name = "move-all-ones", .clauses = "S12 M10",
	  .pages = NR_PAGES, .run = move_all_ones,
	  .start = START_FRESH, .collectors = COLLECT_CLEAR_INIT,
	  .n = { [HOW] = LOGGED, [DISTANCE] = 37 } },
	{ .name = "move-unlogged", .clauses = "S12",
	  .pages = NR_PAGES, .run = move_unlogged,
	  .start = START_UNLOGGED, ANON_AND_THP,
	  .n = { [HOW] = LOGGED, [DISTANCE] = 37 } },

	{ .name = "alias", .clauses = "S1 R35",
	  .pages = NR_PAGES, .more_pages = { NR_PAGES },
	  .run = alias },
	{ .name = "alias-unlogged", .pages = NR_PAGES,
	  .more_pages = { NR_PAGES }, .run = alias, .n = { [HOW] = UNLOGGED } },
	{ .name = "read-only", READONLY },
	{ .name = "read-only-emulated", READONLY,
	  .stores = { { .op = "emu-store-64" } } },
	{ .name = "read-only-locked", READONLY,
	  .stores = { { .op = "emu-lock-xadd-64" } } },
	{ .name = "read-only-device", READONLY,
	  .stores = { { .op = "mmio-movs-64" } } },
	{ .name = "read-only-input", READONLY, .stores = { { .op = "ins-32" } } },
	{ .name = "region2", .clauses = "S9", .pages = NR_PAGES, .run = region2,
	  .start = START_WRITTEN },
	{ .name = "reset-after-delete", .clauses = "R27 R44", .pages = NR_PAGES,
	  .run = reset_after_delete, .collectors = COLLECT_RING },
	{ .name = "reset-after-delete-37-up", .clauses = "R27 R44",
	  .pages = NR_PAGES,
	  .run = reset_after_delete, .collectors = COLLECT_RING,
	  .n = { [DISTANCE] = 37 } },
};

const struct test test = {
	.name = "slots",
	.about = "slots that are deleted, created again, moved, read-only, aliased",
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
