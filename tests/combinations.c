// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two and three things at once.  KVM's bugs are often where two of its features meet.
 * The dimensions below say who stores, by which instructions, into what memory, what
 * happens meanwhile (host/scene/meanwhile.h), and who collects.  The rows cover all pairs
 * of values, and all threes of a storer, an event and a collector, and of instructions, an
 * event and a collector (host/scene/pairwise.h).  What never meets is in the table nevers[].
 *
 * One case does all instructions of a kind in each batch, each on a page of its own.
 */
#include <string.h>

#include "host/scene/meanwhile.h"
#include "host/scene/pairwise.h"
#include "host/test.h"

/* The first NR_ANYWHERE of each are there on every architecture. */

enum { BY_GUEST, BY_LATE, BY_USER, BY_NESTED, BY_FLAT, NR_BY, NR_BY_ANYWHERE = BY_USER };

static const struct {
	const char *name;
	bool user;
	enum nest nest;
} storers[NR_BY] = {
	[BY_GUEST] = { "guest" },
	[BY_LATE] = { "late" }, /* a vCPU that has never run */
	[BY_USER] = { "user", .user = true },
	[BY_NESTED] = { "nested", .nest = NEST },
	[BY_FLAT] = { "flat", .nest = NEST_FLAT },
};

enum { NR_MEANWHILES_ANYWHERE = MEANWHILE_PREFAULTED };

enum { IN_BITMAP, IN_CHUNKS, IN_INIT, IN_RING, IN_RING_MIN, IN_RING_BITMAP, NR_IN };

static const u32 collects[NR_IN] = {
	[IN_BITMAP] = COLLECT_BITMAP,
	[IN_CHUNKS] = COLLECT_CLEAR_CHUNKS,
	[IN_INIT] = COLLECT_CLEAR_INIT,
	[IN_RING] = COLLECT_RING,
	[IN_RING_MIN] = COLLECT_RING_MIN,
	[IN_RING_BITMAP] = COLLECT_RING_BITMAP,
};

enum { OF_PROCESSOR, OF_EMULATOR, OF_DEVICE, NR_OF, NR_OF_ANYWHERE = OF_EMULATOR };

/* The bytes of a store begin in its page, and may reach into the next one. */
struct op {
	const char *name;
	s32 offset_bytes;
	bool kernel_only;
};

/* An instruction that the architecture lacks is left out. */
static const struct {
	const char *name;
	struct op op[MEANWHILE_MOST_STORES];
} kinds[NR_OF] = {
	[OF_PROCESSOR] = { "processor", { { "store-64" },
					  { "store-64", -4 },
					  { "lock-cmpxchg-miss" },
					  { "rep-stosq-page", 2048 },
					  { "push", 64 },
					  { "sgdt", 64, .kernel_only = true },
					  { "stp-64", -8 },
					  { "st1-64-bytes", -40 } } },
	[OF_EMULATOR] = { "emulator", { { "emu-store-64" },
					{ "emu-store-64", -4 },
					{ "emu-lock-xadd-64" },
					{ "emu-lock-cmpxchg-miss" } } },
	[OF_DEVICE] = { "device", { { "mmio-movs-64" },
				    { "mmio-movs-64", -4 },
				    { "mmio-push", 64 },
				    { "mmio-pop", 64 },
				    { "ins-32", -2, .kernel_only = true },
				    { "ins-8", 64, .kernel_only = true } } },
};

static const struct {
	const char *name;
	enum start start;
} starts[] = {
	{ "armed", START_ARMED }, { "fresh", START_FRESH },
	{ "populated", START_POPULATED }, { "late", START_LATE },
	{ "read", START_READ },	{ "written", START_WRITTEN },
};

static const u32 backing[] = { BACKING_ANON, BACKING_THP, BACKING_HUGE_2M };

enum { LAID_ALONE, LAID_BESIDE, LAID_ALIASED, LAID_OFF, NR_LAID };

static const struct {
	const char *suffix;
	u32 more_pages;
	bool adjacent, alias;
	enum hva hva;
} layouts[NR_LAID] = {
	[LAID_ALONE] = { "" },
	/* another slot is in the same huge page of the guest */
	[LAID_BESIDE] = { "-beside", .more_pages = 65, .adjacent = true,
			  .hva = HVA_AS_GPA },
	/* another slot has the same memory */
	[LAID_ALIASED] = { "-aliased", .more_pages = 130, .alias = true },
	/* no huge page of the host is one of the guest */
	[LAID_OFF] = { "-off", .hva = HVA_WORD_OFF },
};

enum { BY, EVENT, COLLECTOR, KIND, START, BACKING, LAYOUT, NR_DIMS };

#define NEVER(a, va, b, vb) { { a, b }, { va, vb } }
/* A full ring is one of the smallest size, and takes a slot to fill it. */
#define ONLY_FULL(collector) NEVER(EVENT, MEANWHILE_FULL, COLLECTOR, collector)
#define NOT_RING_MIN(event) NEVER(EVENT, event, COLLECTOR, IN_RING_MIN)

static const struct pairwise_never nevers[] = {
	ONLY_FULL(IN_BITMAP),
	ONLY_FULL(IN_CHUNKS),
	ONLY_FULL(IN_INIT),
	ONLY_FULL(IN_RING),
	ONLY_FULL(IN_RING_BITMAP),
	NEVER(EVENT, MEANWHILE_FULL, LAYOUT, LAID_BESIDE),
	NEVER(EVENT, MEANWHILE_FULL, LAYOUT, LAID_ALIASED),
	NOT_RING_MIN(MEANWHILE_RESTED),
	NOT_RING_MIN(MEANWHILE_HARVESTED),
	NOT_RING_MIN(MEANWHILE_KICKED),
	NOT_RING_MIN(MEANWHILE_SWITCHED),
	NOT_RING_MIN(MEANWHILE_MOVED),
	NOT_RING_MIN(MEANWHILE_RECREATED),
	NOT_RING_MIN(MEANWHILE_PROTECTED),
	NOT_RING_MIN(MEANWHILE_ALTERNATED),
	NOT_RING_MIN(MEANWHILE_BESIDE),
	NOT_RING_MIN(MEANWHILE_PREFAULTED),
	NOT_RING_MIN(MEANWHILE_SMI),
	/* The slot would move into the other one. */
	NEVER(EVENT, MEANWHILE_MOVED, LAYOUT, LAID_BESIDE),
	/* KVM refuses while vCPU 0 is in its nested guest (clause P3). */
	NEVER(BY, BY_NESTED, EVENT, MEANWHILE_PREFAULTED),
	NEVER(BY, BY_FLAT, EVENT, MEANWHILE_PREFAULTED),
	/* vCPU 0 has the handler. */
	NEVER(BY, BY_LATE, EVENT, MEANWHILE_SMI),
};

/* What a body needs to know of its row. */
enum { STORER, WHAT, OPS, TURN };

/* Four pages apart: half around the edge of a page table, half around that of a word. */
static u64 page_of(const struct run *r, u32 i, u32 nr)
{
	u64 table = backend_huge_pages(r->backend);
	u64 base = r->machine->slot[0].gpa >> r->machine->page_shift;
	u64 edge = i & 1 ? table - base % table : 64;

	return edge + i / 2 * 4 - nr;
}

static bool has(const struct image *image, const char *op)
{
	return image_op(image, op) < image_header(image)->nr_stores;
}

static void add_store(struct mix *x, const struct op *op)
{
	u32 by = x->r->c->n[STORER];

	if (!op->name || !has(x->r->image, op->name) ||
	    (op->kernel_only && storers[by].user))
		return;
	x->store[x->nr++] = (struct stores){
		.op = op->name,
		.vcpu = x->vcpu,
		.user = storers[by].user,
		.nested = storers[by].nest,
		.offset_bytes = op->offset_bytes,
		.pattern = { .kind = PATTERN_RUN, .count = 1 },
	};
}

/* Rows begin with different instructions, as the first store may change the most. */
static void run(struct run *r)
{
	const struct op *ops = kinds[r->c->n[OPS]].op;
	struct mix x = { .r = r };

	round_initial(r);
	if (r->c->n[STORER] == BY_LATE) {
		machine_add_vcpu(r->machine);
		x.vcpu = r->machine->nr_vcpus - 1;
	}
	for (u32 i = 0; i < MEANWHILE_MOST_STORES; i++)
		add_store(&x, &ops[(i + r->c->n[TURN]) % MEANWHILE_MOST_STORES]);
	for (u32 i = 0; i < x.nr; i++)
		x.store[i].pattern.first = page_of(r, i, x.nr);
	meanwhiles[r->c->n[WHAT]].run(&x);
}

#define MOST_CASES 500

static struct test_case case_of(const u8 *v, u32 nr)
{
	const struct meanwhile *what = &meanwhiles[v[EVENT]];
	bool late = v[BY] == BY_LATE;
	struct test_case c = {
		.start = starts[v[START]].start,
		.collectors = collects[v[COLLECTOR]],
		.backings = backing[v[BACKING]],
		.needs = what->needs | (late ? NEED_LATE_VCPUS : 0),
		.user = storers[v[BY]].user,
		.nest = storers[v[BY]].nest,
		/* The other vCPU is there already if the storer comes late. */
		.vcpus = 1 + (late ? 0 : what->more_vcpus),
		.late_vcpus = late,
		.more_pages = { layouts[v[LAYOUT]].more_pages + what->full_pages },
		.adjacent = layouts[v[LAYOUT]].adjacent,
		.alias = layouts[v[LAYOUT]].alias,
		.hva = layouts[v[LAYOUT]].hva,
		.smm_pages = what->smm_pages,
		.n = { [STORER] = v[BY], [WHAT] = v[EVENT], [OPS] = v[KIND],
		       [TURN] = nr },
	};

	/* So the probe knows what not every host can do. */
	if (v[KIND] == OF_EMULATOR || c.user)
		c.stores[0] = (struct stores){ .op = kinds[v[KIND]].op[0].name,
					       .user = c.user };
	return c;
}

static void add_cases(const struct image *image)
{
	u32 nr;
	static struct pairwise_row row[MOST_CASES];
	/* x86 has all that is here but the ring's bitmap, arm64 has what is anywhere. */
	bool x86 = has(image, kinds[OF_DEVICE].op[0].name);
	const u8 nr_values[NR_DIMS] = {
		[BY] = x86 ? NR_BY : NR_BY_ANYWHERE,
		[EVENT] = x86 ? NR_MEANWHILES : NR_MEANWHILES_ANYWHERE,
		[COLLECTOR] = x86 ? IN_RING_BITMAP : NR_IN,
		[KIND] = x86 ? NR_OF : NR_OF_ANYWHERE,
		[START] = ARRAY_LEN(starts),
		[BACKING] = ARRAY_LEN(backing),
		[LAYOUT] = NR_LAID,
	};
	const struct pairwise_plan plan = {
		.nr_values = nr_values,
		.nr_dims = NR_DIMS,
		.triple = { { BY, EVENT, COLLECTOR }, { EVENT, COLLECTOR, KIND } },
		.nr_triples = 2,
		.never = nevers,
		.nr_never = ARRAY_LEN(nevers),
	};

	nr = pairwise_make(&plan, row, MOST_CASES);
	for (u32 i = 0; i < nr; i++) {
		const u8 *v = row[i].value;

		cases_add(case_of(v, i), "%03u-%s-%s-%s-%s%s", i,
			 storers[v[BY]].name, meanwhiles[v[EVENT]].name,
			 kinds[v[KIND]].name, starts[v[START]].name,
			 layouts[v[LAYOUT]].suffix);
	}
}

const struct test test = {
	.name = "combinations",
	.about = "two and three things at once: who stores, how, into what, meanwhile what",
	.clauses = "S1 G2",
	.collectors = COLLECT_LOGS | COLLECT_RING | COLLECT_RING_MIN | COLLECT_RING_BITMAP,
	.backings = BACKING_ANON | BACKING_THP | BACKING_HUGE_2M,
	.add_cases = add_cases,
	.run = run,
};
