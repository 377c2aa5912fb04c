// SPDX-License-Identifier: GPL-2.0-only
/*
 * Calls that are wrong, or that ask for nothing.  A wrong call must return an
 * errno value that is the same in all kernels.  Neither kind of call may change
 * the log.  A VMM whose call is refused must be able to continue.  If KVM does
 * not refuse a wrong clear, pages are cleared that the VMM has not seen.  Each
 * row is one call between ten stores and their harvest.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "host/collect/dirty_try.h"
#include "host/test.h"

enum { ROW };

#define NR_PAGES 200 /* three words and a tail of 8 pages */
#define FIRST_DIRTY 60
#define NR_DIRTY 10

/* Slot ids: those of the machine's two slots, and ids without a slot. */
#define LOGGED 10
#define UNLOGGED 17
#define UNUSED 300
#define PAST_ALL 0xffff
#define OTHER_SPACE (5u << 16 | LOGGED)

enum buffer {
	EMPTY,	  /* no bit set; the memory behind the bitmap is not mapped */
	ONES,	  /* the same, with all bits set */
	PAST_END, /* the same, with only the bits past the slot's end set */
	NOWHERE,  /* an address that is not mapped */
};

struct row {
	const char *name;
	int err;	/* the expected errno value; 0: success */
	u32 collectors; /* 0: COLLECT_BITMAP | COLLECT_CLEAR */
	int (*call)(struct run *r, const struct row *row);
	const char *clauses;
	u32 id;
	enum buffer buffer;
	u64 first; /* CLEAR */
	u32 nr;
	enum dirty_try_cap cap;
	u32 flags; /* of a capability; of a slot, those that change */
	u64 arg;
	/* of a slot: added to the logged slot's values */
	s64 gpa, bytes, hva;
};

/*
 * A bitmap of @words words at the end of a mapped page.  The next page is not
 * mapped, so a call that accesses too much gets EFAULT.
 */
static void *buffer_of(struct run *r, enum buffer kind, u64 words)
{
	u64 page = r->backend->page_size;
	u8 *at = mmap(NULL, 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS,
		      -1, 0);
	u64 *bits;

	if (at == MAP_FAILED)
		verdict_error("mmap: %s", strerror(errno));
	if (kind == NOWHERE)
		return at;
	if (mprotect(at, page, PROT_READ | PROT_WRITE))
		verdict_error("mprotect: %s", strerror(errno));
	bits = (u64 *)(at + page) - words;
	if (kind == ONES)
		memset(bits, 0xff, words * sizeof(*bits));
	else if (kind == PAST_END)
		bits[words - 1] = ~0ull << NR_PAGES % 64;
	return bits;
}

static int get(struct run *r, const struct row *row)
{
	return dirty_try_get(r->machine, row->id,
			     buffer_of(r, row->buffer, (NR_PAGES + 63) / 64));
}

static int clear(struct run *r, const struct row *row)
{
	return dirty_try_clear(r->machine, row->id,
			       buffer_of(r, row->buffer, (row->nr + 63) / 64),
			       row->first, row->nr);
}

static int enable(struct run *r, const struct row *row)
{
	return dirty_try_enable(r->machine, row->cap, row->flags, row->arg);
}

/*
 * A VM without vCPUs and slots, because these alone would make the call fail.
 */
static struct machine *fresh(const struct run *r)
{
	return machine_create(&(struct machine_spec){
		.nr_vcpus = 1, .timeout_scale = r->timeout_scale });
}

static struct machine *fresh_with_ring(const struct run *r)
{
	struct machine *m = fresh(r);
	int err = dirty_try_enable(m, TRY_RING, 0, 1 << 16);

	if (err)
		verdict_error("the ring: %s", verdict_errno(err));
	return m;
}

static int enable_fresh(struct run *r, const struct row *row)
{
	u64 arg = row->arg ? row->arg : 2ull * r->backend->ring_max;

	return dirty_try_enable(fresh(r), row->cap, row->flags, arg);
}

/*
 * A call with wrong flags.  The same call without flags must succeed after it.
 */
static int bitmap_flags(struct run *r, const struct row *row)
{
	struct machine *m = fresh_with_ring(r);
	int got = dirty_try_enable(m, row->cap, row->flags, 0);
	int err = dirty_try_enable(m, row->cap, 0, 0);

	if (err)
		verdict_fail("the same without flags: %s", verdict_errno(err));
	return got;
}

/* The call comes when there is a slot.  When that is gone, the same call must succeed. */
static int bitmap_after_slot(struct run *r, const struct row *row)
{
	const struct machine_slot *s = &r->machine->slot[0];
	struct machine *m = fresh_with_ring(r);
	int err = dirty_try_slot(m, &(struct dirty_try_slot){
		.gpa = s->gpa,
		.bytes = s->nr_pages << r->machine->page_shift,
		.hva = s->hva });
	int got;

	if (err)
		verdict_error("the slot: %s", verdict_errno(err));
	got = dirty_try_enable(m, row->cap, 0, 0);
	err = dirty_try_slot(m, &(struct dirty_try_slot){ .id = 0 });
	if (err)
		verdict_error("the slot's end: %s", verdict_errno(err));
	err = dirty_try_enable(m, row->cap, 0, 0);
	if (err)
		verdict_fail("the same without a slot: %s", verdict_errno(err));
	return got;
}

/* arm64 splits huge pages in chunks, whose size must be that of a block. */
static void need_chunks(struct run *r)
{
	if (dirty_try_enable(fresh(r), TRY_CHUNK, 0, 0))
		verdict_skip("this KVM offers no KVM_CAP_ARM_EAGER_SPLIT_CHUNK_SIZE");
}

static int chunk_fresh(struct run *r, const struct row *row)
{
	need_chunks(r);
	return dirty_try_enable(fresh(r), TRY_CHUNK, 0, row->arg);
}

static int chunk_late(struct run *r, const struct row *row)
{
	need_chunks(r);
	return dirty_try_enable(r->machine, TRY_CHUNK, 0, row->arg);
}

static int reset(struct run *r, const struct row *row)
{
	return dirty_try_reset(r->machine);
}

/* Set the logged slot again, with the row's changes. */
static int slot(struct run *r, const struct row *row)
{
	const struct machine_slot *s = &r->machine->slot[0];
	u64 bytes = s->nr_pages << r->machine->page_shift;

	return dirty_try_slot(r->machine, &(struct dirty_try_slot){
		.id = row->id,
		.flags = TRY_LOG ^ row->flags,
		.gpa = s->gpa + row->gpa,
		.bytes = bytes + row->bytes,
		.hva = s->hva + row->hva });
}

/* Create a slot above all addresses.  arm64 returns EFAULT for that. */
static int slot_past_top(struct run *r, const struct row *row)
{
	const struct machine_slot *s = &r->machine->slot[0];
	int err = dirty_try_slot(r->machine, &(struct dirty_try_slot){
		.id = row->id,
		.flags = TRY_LOG,
		.gpa = 1ull << 60,
		.bytes = s->nr_pages << r->machine->page_shift,
		.hva = s->hva });

	return err == EFAULT ? EINVAL : err;
}

/* Delete a slot that does not exist. */
static int delete(struct run *r, const struct row *row)
{
	return dirty_try_slot(r->machine,
			      &(struct dirty_try_slot){ .id = row->id });
}

#define RANGE(of_slot, bits, from, pages)                                      \
	.id = of_slot, .buffer = bits, .first = from, .nr = pages

#define BOTH (COLLECT_BITMAP | COLLECT_CLEAR)
#define ANY (BOTH | COLLECT_RING)

static const struct row rows[] = {
	{ "get-unlogged", ENOENT, BOTH, get, "G6", .id = UNLOGGED },
	{ "get-unused", ENOENT, BOTH, get, "G7", .id = UNUSED },
	{ "get-past-all-slots", EINVAL, BOTH, get, "G8", .id = PAST_ALL },
	{ "get-other-space", EINVAL, BOTH, get, "G9", .id = OTHER_SPACE },
	{ "get-nowhere", EFAULT, COLLECT_CLEAR, get, "G12", .id = LOGGED,
	  .buffer = NOWHERE },
	/* A GET that fails has cleared the log before: finding F6. */
	{ "get-nowhere-loses", EFAULT, COLLECT_BITMAP, get, "G13",
	  .id = LOGGED, .buffer = NOWHERE },
	{ "get-with-ring", ENXIO, COLLECT_RING, get, "G10 R34", .id = LOGGED },
	/* with manual protection a GET changes nothing */
	{ "get", 0, COLLECT_CLEAR, get, "G15 M8", .id = LOGGED },

	/* invalid ranges */
	{ "clear-from-1", EINVAL, BOTH, clear, "C2",
	  RANGE(LOGGED, ONES, 1, 64) },
	{ "clear-from-63", EINVAL, BOTH, clear, "C2",
	  RANGE(LOGGED, ONES, 63, 64) },
	{ "clear-7-of-tail", EINVAL, BOTH, clear, "C3",
	  RANGE(LOGGED, ONES, 192, 7) },
	{ "clear-9-of-tail", EINVAL, BOTH, clear, "C3 C6",
	  RANGE(LOGGED, ONES, 192, 9) },
	{ "clear-65", EINVAL, BOTH, clear, "C3",
	  RANGE(LOGGED, ONES, 64, 65) },
	{ "clear-past-tail", EINVAL, BOTH, clear, "C6",
	  RANGE(LOGGED, ONES, 192, 64) },
	{ "clear-past-end", EINVAL, BOTH, clear, "C5",
	  RANGE(LOGGED, ONES, 256, 64) },
	{ "clear-word-too-many", EINVAL, BOTH, clear, "C6",
	  RANGE(LOGGED, ONES, 128, 128) },
	{ "clear-wraps", EINVAL, BOTH, clear, "C7",
	  RANGE(LOGGED, ONES, ~63ull, 128) },
	{ "clear-unlogged", ENOENT, BOTH, clear, "C9",
	  RANGE(UNLOGGED, ONES, 0, 64) },
	{ "clear-unused", ENOENT, BOTH, clear, "C10",
	  RANGE(UNUSED, ONES, 0, 64) },
	{ "clear-past-all-slots", EINVAL, BOTH, clear, "C11",
	  RANGE(PAST_ALL, ONES, 0, 64) },
	{ "clear-other-space", EINVAL, BOTH, clear, "C11",
	  RANGE(OTHER_SPACE, ONES, 0, 64) },
	{ "clear-nowhere", EFAULT, BOTH, clear, "C12",
	  RANGE(LOGGED, NOWHERE, 0, 200) },
	{ "clear-with-ring", ENXIO, COLLECT_RING, clear, "C13 R34",
	  RANGE(LOGGED, ONES, 0, 200) },
	/*
	 * Calls with two mistakes.  KVM checks the form of the range first,
	 * then the slot, then the range within the slot.
	 */
	{ "clear-unused-from-1", EINVAL, BOTH, clear, "C14",
	  RANGE(UNUSED, ONES, 1, 64) },
	{ "clear-unlogged-past-end", ENOENT, BOTH, clear, "C14",
	  RANGE(UNLOGGED, ONES, 6400, 64) },
	{ "clear-wraps-nowhere", EINVAL, BOTH, clear, "C14",
	  RANGE(LOGGED, NOWHERE, ~63ull, 128) },
	/* nothing to clear; KVM must not read more of the bitmap than needed */
	{ "clear-no-pages", 0, BOTH, clear, "C8 C20",
	  RANGE(LOGGED, EMPTY, 64, 0) },
	{ "clear-no-pages-at-end", 0, BOTH, clear, "C8",
	  RANGE(LOGGED, EMPTY, 128, 0) },
	{ "clear-no-bits", 0, BOTH, clear, "C1 C17 C20",
	  RANGE(LOGGED, EMPTY, 0, 200) },
	{ "clear-no-bits-of-word", 0, BOTH, clear, "C17",
	  RANGE(LOGGED, EMPTY, 64, 64) },
	{ "clear-no-bits-of-tail", 0, BOTH, clear, "C4 C17",
	  RANGE(LOGGED, EMPTY, 192, 8) },
	{ "clear-bits-past-tail", 0, BOTH, clear, "C4 C19",
	  RANGE(LOGGED, PAST_END, 192, 8) },
	/* pages that are clean stay clean */
	{ "clear-clean-word", 0, BOTH, clear, "C1 C18",
	  RANGE(LOGGED, ONES, 128, 64) },
	{ "clear-clean-tail", 0, BOTH, clear, "C4 C18",
	  RANGE(LOGGED, ONES, 192, 8) },

	{ "manual-init-alone", EINVAL, BOTH, enable, "M3", .cap = TRY_MANUAL,
	  .arg = 2 },
	{ "manual-unknown", EINVAL, BOTH, enable, "M4", .cap = TRY_MANUAL,
	  .arg = 5 },
	{ "manual-unknown-high", EINVAL, BOTH, enable, "M4", .cap = TRY_MANUAL,
	  .arg = 1ull << 63 | 1 },
	{ "manual-flags", EINVAL, BOTH, enable, "M5",
	  .cap = TRY_MANUAL, .arg = 1,
	  .flags = 1 },
	{ "manual-old", EINVAL, BOTH, enable, "M15",
	  .cap = TRY_MANUAL_OLD, .arg = 1 },

	{ "ring-after-vcpus", EINVAL, BOTH, enable, "R2", .cap = TRY_RING,
	  .arg = 1 << 16 },
	{ "ring-twice", EINVAL, COLLECT_RING, enable, "R6", .cap = TRY_RING,
	  .arg = 1 << 16 },
	{ "ring-odd-size", EINVAL, COLLECT_RING, enable_fresh, "R3",
	  .cap = TRY_RING,
	  .arg = 3 << 15 },
	{ "ring-too-small", EINVAL, COLLECT_RING, enable_fresh, "R4",
	  .cap = TRY_RING, .arg = 1 << 9 },
	{ "ring-too-big", E2BIG, COLLECT_RING, enable_fresh, "R1 R5",
	  .cap = TRY_RING },
	{ "ring-bitmap-late", EINVAL, COLLECT_RING, enable, "W2 W4",
	  .cap = TRY_RING_BITMAP },
	{ "ring-bitmap-alone", EINVAL, BOTH, enable, "W2 W3",
	  .cap = TRY_RING_BITMAP },
	{ "ring-bitmap-flags", EINVAL, COLLECT_RING_BITMAP, bitmap_flags, "W5",
	  .cap = TRY_RING_BITMAP, .flags = 1 },
	{ "ring-bitmap-after-slot", EINVAL, COLLECT_RING_BITMAP, bitmap_after_slot, "W4",
	  .cap = TRY_RING_BITMAP },
	{ "chunk-odd-size", EINVAL, COLLECT_BITMAP, chunk_fresh, "E6",
	  .arg = 3 << 15 },
	{ "chunk-late", EINVAL, COLLECT_BITMAP, chunk_late, "E7", .arg = 0 },
	{ "reset-without-ring", EINVAL, BOTH, reset, "R23", .id = LOGGED },
	{ "reset-nothing", 0, COLLECT_RING, reset, "R22", .id = LOGGED },

	{ "slot-unknown-flag", EINVAL, ANY, slot, "S2", .id = LOGGED,
	  .flags = 1u << 5 },
	{ "slot-grows", EINVAL, ANY, slot, "S3",
	  .id = LOGGED, .bytes = 1 << 16 },
	{ "slot-shrinks", EINVAL, ANY, slot, "S3", .id = LOGGED,
	  .bytes = -(1 << 16) },
	{ "slot-other-memory", EINVAL, ANY, slot, "S3", .id = LOGGED,
	  .hva = 1 << 16 },
	{ "slot-read-only", EINVAL, ANY, slot, "S4", .id = LOGGED,
	  .flags = TRY_READONLY },
	{ "slot-overlaps", EEXIST, ANY, slot, "S6",
	  .id = UNUSED, .gpa = 1 << 16 },
	{ "slot-past-top", EINVAL, ANY, slot_past_top, "S19", .id = UNUSED },
	{ "slot-other-space", EINVAL, ANY, slot, NULL, .id = OTHER_SPACE },
	{ "slot-odd-gpa", EINVAL, ANY, slot, "S8",
	  .id = LOGGED, .gpa = 1 << 9 },
	{ "slot-odd-size", EINVAL, ANY, slot, "S8",
	  .id = LOGGED, .bytes = 1 << 9 },
	{ "slot-odd-memory", EINVAL, ANY, slot, "S8",
	  .id = LOGGED, .hva = 1 << 9 },
	{ "slot-delete-unused", EINVAL, ANY, delete, "S7", .id = UNUSED },
	/* a call that changes nothing */
	{ "slot-same", 0, ANY, slot, "S11", .id = LOGGED },
};

static void run(struct run *r)
{
	const struct row *row = &rows[r->c->n[ROW]];
	int err;

	round_store(r, 0, FIRST_DIRTY, NR_DIRTY);
	round_run(r);
	err = row->call(r, row);
	if (err != row->err)
		verdict_fail("the call returns %s, %s expected",
			     verdict_errno(err), verdict_errno(row->err));
	round_report(r);
	/* The pages are tracked as before, too. */
	round_store(r, 0, FIRST_DIRTY + 1, NR_DIRTY);
	round_finish(r);
	round_finish(r);
}

static void add_cases(const struct image *image)
{
	(void)image;
	for (u32 i = 0; i < ARRAY_LEN(rows); i++)
		cases_add((struct test_case){
			.pages = NR_PAGES,
			.unlogged_pages = 64,
			.collectors = rows[i].collectors,
			.clauses = rows[i].clauses,
			.n = { [ROW] = i },
		}, "%s", rows[i].name);
}

const struct test test = {
	.name = "api",
	.about = "wrong calls, and calls that ask for nothing, change nothing",
	.add_cases = add_cases,
	.run = run,
};
