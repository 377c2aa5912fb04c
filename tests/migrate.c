// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pre-copy migrations, as a VMM makes them.  All pages are copied while the
 * guest stores to them.  Then the pages that the log names are copied, again
 * and again, until few are left.  The guest stops, the rest is copied, and the
 * copy must be equal to the guest's memory.  Migration is what dirty logs are
 * for.  This check needs to know nothing about single pages: a page that is
 * lost, for whatever reason, is wrong in the copy.
 *
 * vCPUs stay in guest mode all the time.  The copy loop grants them stores,
 * fewer than the number of pages that it sends, so that the migration
 * converges.  Before each sync most of the granted stores have begun.  The rest
 * run beside the sync.  Nothing here depends on time.
 */
#include <string.h>

#include "host/migrate/migrate.h"
#include "host/rate/reaper.h"
#include "host/scene/own_write.h"
#include "host/test.h"

enum { GUEST, SHIFT, OWN, VMM };
enum { SEQUENTIAL, RANDOM, HOT, EDGES };
enum { REMEMBERED = 1, FORGOTTEN };

#define NR_RECORDS 20
#define STORES_PER_RECORD 20
#define OWN_PAGE 5
/* KVM's own writes go here, and the VMM's, the guest's stores to a page's first bytes. */
#define OWN_BYTES 1024
#define VMM_BYTES 2048

struct guest {
	struct run *run;
	struct reaper reaper;
	struct rng rng;
	u64 credit[ABI_MAX_VCPUS];
	u64 nr_sent;
	struct migrate *g;
};

static struct pattern_spec pattern(const struct run *r, u32 vcpu, u32 i,
				   u32 nr_pages)
{
	struct pattern_spec p = { .count = STORES_PER_RECORD,
				  .seed = vcpu * NR_RECORDS + i };

	switch (r->c->n[GUEST]) {
	case SEQUENTIAL:
		p.kind = PATTERN_RUN;
		p.first = i * STORES_PER_RECORD % nr_pages;
		break;
	case RANDOM:
		p.kind = PATTERN_RANDOM;
		break;
	case HOT:
		p.kind = PATTERN_HOT;
		p.first = vcpu * 5;
		p.step = 8;
		break;
	case EDGES:
		/* word edges are also edges of chunks and of the slot */
		p.kind = PATTERN_WORD_EDGE;
		break;
	}
	return p;
}

static void queue(struct guest *x)
{
	struct machine *m = x->run->machine;

	for (u32 v = 0; v < m->nr_vcpus; v++) {
		x->credit[v] = m->vcpu[v].expected;
		machine_credit(m, v, x->credit[v]);
		for (u32 i = 0; i < NR_RECORDS; i++) {
			u32 slot = (i + v) % m->nr_slots;

			round_queue(x->run, (struct stores){
				.op = "store-64", .vcpu = v, .slot = slot,
				.pattern = pattern(x->run, v, i,
						   m->slot[slot].nr_pages) });
		}
	}
}

static void grant(struct guest *x, u32 stores)
{
	struct machine *m = x->run->machine;

	for (u32 v = 0; v < m->nr_vcpus; v++) {
		x->credit[v] += stores;
		if (x->credit[v] > m->vcpu[v].expected)
			x->credit[v] = m->vcpu[v].expected;
		machine_credit(m, v, x->credit[v]);
	}
}

/* Wait until all but the last few granted stores have begun. */
static void wait_for_most(struct guest *x)
{
	u64 total = 0;

	for (u32 v = 0; v < x->run->machine->nr_vcpus; v++)
		total += x->credit[v];
	machine_wait_stores(x->run->machine, total - rng_below(&x->rng, 4));
}

/*
 * The VMM's own stores, a device's for example, are in no log of KVM's: the VMM
 * remembers them, and sends them with what the log names (Cloud Hypervisor,
 * vmm/src/memory_manager.rs: dirty_log()).
 */
static void store_by_vmm(struct guest *x, u32 slot, u64 page)
{
	const struct machine *m = x->run->machine;

	*(u64 *)(m->slot[slot].hva + (page << m->page_shift) + VMM_BYTES) =
		x->nr_sent;
	if (x->run->c->n[VMM] == REMEMBERED)
		pageset_add(&x->g->user.dirty[slot], page);
}

/*
 * Grant about half as many stores as pages are sent, from round 1 on a quarter.
 */
static void beside(void *ctx, enum migrate_at at, u32 slot, u64 page)
{
	struct guest *x = ctx;

	if (x->run->c->n[VMM] && at == MIGRATE_AT_SENT && x->nr_sent % 16 == 5)
		store_by_vmm(x, slot, page / 2);
	if (at == MIGRATE_AT_SENT && ++x->nr_sent % 8 == 0) {
		u32 half = x->g->round ? 2 : 1;

		grant(x, 8 / 2 / half / x->run->machine->nr_vcpus + 1);
		if (x->run->machine->ring_entries && x->nr_sent % 32 == 0)
			reaper_wake(&x->reaper);
	}
	if (at == MIGRATE_AT_SYNC)
		wait_for_most(x);
}

static void start_own_writes(struct run *r)
{
	const struct machine_slot *s = &r->machine->slot[0];
	u64 gpa = s->gpa + ((u64)OWN_PAGE << r->machine->page_shift);

	for (u32 i = 0; arch_own_writes[i].name; i++, gpa += 1 << r->machine->page_shift)
		if (arch_own_writes[i].again && !arch_own_writes[i].irqchip)
			own_write_start(r->machine, i, gpa + OWN_BYTES);
}

static s32 shift_of(const struct run *r)
{
	if (r->c->n[SHIFT])
		return r->c->n[SHIFT];
	return r->collector->chunk_pages ?
		       __builtin_ctz(r->collector->chunk_pages) :
		       MIGRATE_SHIFT;
}

static void check_shift(const struct run *r)
{
	u64 shift = r->c->n[SHIFT];

	if (shift && (shift < MIGRATE_MIN_SHIFT || shift > MIGRATE_MAX_SHIFT) &&
	    !strstr(verdict_page->notes, "is taken"))
		verdict_error("no note says that the invalid shift %lu was corrected", shift);
}

static void run(struct run *r)
{
	static struct guest x;
	struct migrate g = { .enough = 8, .most_rounds = 12, .ctx = &x,
			     .beside = beside };
	struct machine *m = r->machine;
	struct track log;

	x.run = r;
	x.g = &g;
	rng_seed(&x.rng, rng_derive(r->seed, 3));
	/* So KVM maps the memory writable, and as large as possible. */
	start_visit(r, "store-64");
	track_init(&log, r);
	migrate_begin(&g, &log, shift_of(r));
	check_shift(r);
	if (m->ring_entries)
		reaper_start(&x.reaper, r);
	if (r->c->n[OWN])
		start_own_writes(r);
	queue(&x);
	round_go(r);
	migrate_run(&g);
	migrate_check(&g);
	if (!g.resent)
		verdict_error("the guest wrote nothing while it was copied");

	/*
	 * The guest does the rest of its stores, and all of them are checked.
	 */
	for (u32 v = 0; v < m->nr_vcpus; v++)
		machine_credit(m, v, ~0ull);
	machine_resume(m);
	round_wait(r);
	if (m->ring_entries)
		reaper_stop(&x.reaper);
	migrate_end(&g);
	track_free(&log);
}

/*
 * Slots that begin and end in the middle of words, and of chunks of any size.
 * The last chunk is short.
 */
#define RAM .start = START_UNLOGGED, .pages = 100, .more_pages = { 333, 70 }, \
	    .vcpus = 2

static const struct test_case cases[] = {
	{ .name = "one-slot", .start = START_UNLOGGED, .pages = 500,
	  .n = { [GUEST] = RANDOM } },
	{ .name = "sequential", RAM, .n = { [GUEST] = SEQUENTIAL } },
	{ .name = "random", RAM, .backings = BACKING_ALL,
	  .n = { [GUEST] = RANDOM } },
	{ .name = "hot-set", RAM, .n = { [GUEST] = HOT } },
	{ .name = "edges", RAM, .n = { [GUEST] = EDGES } },
	{ .name = "adjacent", RAM, .adjacent = true, .n = { [GUEST] = EDGES } },
	{ .name = "own-writes", RAM, .n = { [GUEST] = RANDOM, [OWN] = true } },
	{ .name = "vmm-writes", RAM,
	  .n = { [GUEST] = RANDOM, [VMM] = REMEMBERED } },
	/* a VMM that forgets them: to pages that the guest does not store to */
	{ .name = "vmm-forgets", .start = START_UNLOGGED, .pages = 4000,
	  .n = { [GUEST] = SEQUENTIAL, [VMM] = FORGOTTEN },
	  .collectors = COLLECT_BITMAP | COLLECT_CLEAR | COLLECT_RING,
	  .fault = "none", .says = "the copy differs" },
	/* a huge page and a part of the next */
	{ .name = "huge", .start = START_UNLOGGED, .pages = PER_HUGE + 70, .vcpus = 2,
	  .backings = BACKING_ALL, .n = { [GUEST] = RANDOM },
	  .collectors = COLLECT_BITMAP | COLLECT_CLEAR_CHUNKS |
			COLLECT_CLEAR_INIT | COLLECT_RING |
			COLLECT_RING_BITMAP },
	/* chunks of 128 pages, and chunks larger than the memory */
	{ .name = "shift-7", RAM, .n = { [GUEST] = EDGES, [SHIFT] = 7 },
	  .collectors = COLLECT_CLEAR | COLLECT_CLEAR_INIT },
	{ .name = "shift-31", RAM, .n = { [GUEST] = RANDOM, [SHIFT] = 31 },
	  .collectors = COLLECT_CLEAR | COLLECT_CLEAR_INIT },
	/* one below and one above the valid shifts */
	{ .name = "shift-5", RAM, .n = { [GUEST] = RANDOM, [SHIFT] = 5 },
	  .collectors = COLLECT_CLEAR },
	{ .name = "shift-32", RAM, .n = { [GUEST] = RANDOM, [SHIFT] = 32 },
	  .collectors = COLLECT_CLEAR },
};

const struct test test = {
	.name = "migrate",
	.about = "memory that is copied while its guest runs ends equal",
	.clauses = "G2 C21 R25",
	.needs = NEED_CPUS2,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
