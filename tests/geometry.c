// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where a slot begins and ends, and where its memory does.  KVM maps huge what is in one
 * huge page of the guest and of the host.  A bitmap's word counts pages from the slot's
 * start, so the edge of a huge page may go through a word, and a slot may begin or end
 * within a huge page.  The dimensions below are what such arithmetic depends on, and the
 * rows cover all pairs of their values (host/scene/pairwise.h).  A row's name tells its values.
 */

#include "host/scene/pairwise.h"
#include "host/test.h"

/* Pages of the first slot's start behind a huge edge. */
static const u32 bases[] = { 0, 1, 63, 64, 65, 127, 511 };

/* Pages of its end behind a huge edge. */
static const u32 ends[] = { 0, 1, 63, 65, 511 };

static const struct {
	const char *name;
	enum hva hva;
} memories[] = {
	{ "congruent", HVA_AS_GPA },
	{ "page-off", HVA_PAGE_OFF },
	{ "word-off", HVA_WORD_OFF },
};

static const struct {
	const char *name;
	enum start start;
} starts[] = {
	{ "fresh", START_FRESH },     { "populated", START_POPULATED },
	{ "armed", START_ARMED },     { "late", START_LATE },
	{ "read", START_READ },	      { "written", START_WRITTEN },
};

static const u32 collects[] = { COLLECT_BITMAP, COLLECT_CLEAR, COLLECT_CLEAR_CHUNKS,
				  COLLECT_CLEAR_INIT, COLLECT_RING };

static const u32 kinds[] = { BACKING_ANON, BACKING_THP, BACKING_HUGE_2M };

/* Pages of a slot that shares the last huge page; 0: there is none. */
static const u32 neighbours[] = { 0, 65 };

enum { BASE, END, MEMORY, START, COLLECTOR, BACKING, NEIGHBOUR, NR_DIMS };

static const u8 nr_values[NR_DIMS] = {
	[BASE] = ARRAY_LEN(bases),
	[END] = ARRAY_LEN(ends),
	[MEMORY] = ARRAY_LEN(memories),
	[START] = ARRAY_LEN(starts),
	[COLLECTOR] = ARRAY_LEN(collects),
	[BACKING] = ARRAY_LEN(kinds),
	[NEIGHBOUR] = ARRAY_LEN(neighbours),
};

#define MOST_CASES 100

enum { TWO_PAGES };

static void store(struct run *r, u32 slot, u64 page)
{
	if (page < r->machine->slot[slot].nr_pages)
		round_queue(r, (struct stores){ .op = "store-64",
						.slot = slot,
						.pattern = { .first = page,
							     .count = 1 } });
}

/* The first page of slot 0 that is in the guest's next huge page. */
static u64 first_edge(const struct run *r)
{
	u64 huge = backend_huge_pages(r->backend);
	u64 base = r->machine->slot[0].gpa >> r->machine->page_shift;

	return huge - base % huge;
}

/* Pages on both sides of each edge: of the slot, of a word, of huge pages. */
static void store_at_edges(struct run *r)
{
	u64 nr_pages = r->machine->slot[0].nr_pages;
	u64 edge = first_edge(r);

	store(r, 0, 0);
	store(r, 0, 63);
	store(r, 0, 64);
	for (; edge < nr_pages; edge += backend_huge_pages(r->backend)) {
		store(r, 0, edge - 1);
		store(r, 0, edge);
	}
	store(r, 0, nr_pages - 1);
	for (u32 slot = 1; slot < r->machine->nr_slots; slot++)
		store(r, slot, 0);
}

/*
 * All bits begin as 1, and nothing is protected.  Clear the one word that the edge of a
 * huge page goes through, or of that word the two pages at the edge alone.  KVM must
 * protect both huge pages.
 */
static void clear_at_edge(struct run *r)
{
	u64 nr_pages = r->machine->slot[0].nr_pages;
	u64 edge = first_edge(r), word = edge / 64 * 64;
	u64 nr_in_word = nr_pages - word < 64 ? nr_pages - word : 64;
	struct pageset cleared, want;

	if (edge >= nr_pages || edge == word)
		return;
	pageset_init(&cleared, nr_pages);
	pageset_init(&want, nr_pages);
	pageset_fill(&want);
	if (r->c->n[TWO_PAGES])
		pageset_add_range(&cleared, edge - 1, 2);
	else
		pageset_add_range(&cleared, word, nr_in_word);
	collect_clear_range(r->machine, 0, &cleared, word, nr_in_word);
	pageset_andnot(&want, &cleared);
	store(r, 0, edge - 1);
	store(r, 0, edge);
	round_run(r);
	pageset_add(&want, edge - 1);
	pageset_add(&want, edge);
	round_judge_log(r, 0, "with the word at a huge edge cleared", &want);
	round_discard(r);
	pageset_free(&cleared);
	pageset_free(&want);
}

static void run(struct run *r)
{
	if (r->slot[0].all_ones)
		clear_at_edge(r);
	round_initial(r);
	for (u32 i = 0; i < 2; i++) {
		store_at_edges(r);
		round_finish(r);
		round_finish(r);
	}
}

#define AT(what, base, two) \
	{ .name = what, .gpa = 1ull << 30, .gpa_pages = base, \
	  .pages = 2ull * PER_HUGE, .hva = HVA_AS_GPA, .start = START_WRITTEN, \
	  .collectors = COLLECT_CLEAR_INIT, .backings = BACKING_THP | BACKING_HUGE_2M, \
	  .n = { [TWO_PAGES] = two } }

/* The edge goes through a word behind so many of its pages. */
static const struct test_case edge_cases[] = {
	AT("edge-behind-1", 63, false),	  AT("edge-behind-2", 62, false),
	AT("edge-behind-32", 32, false),  AT("edge-behind-62", 2, false),
	AT("edge-behind-63", 1, false),	  AT("two-behind-1", 63, true),
	AT("two-behind-32", 32, true),	  AT("two-behind-63", 1, true),
};

static void add_cases(const struct image *image)
{
	struct pairwise_row row[MOST_CASES];
	u32 nr = pairwise_make(&(struct pairwise_plan){ .nr_values = nr_values,
							 .nr_dims = NR_DIMS },
			       row, MOST_CASES);

	(void)image;
	for (u32 i = 0; i < nr; i++) {
		const u8 *v = row[i].value;
		u32 base = bases[v[BASE]], end = ends[v[END]];

		cases_add((struct test_case){
			.gpa = 1ull << 30,
			.gpa_pages = base,
			.pages = 2ull * PER_HUGE - base + end,
			.more_pages = { neighbours[v[NEIGHBOUR]] },
			.adjacent = true,
			.hva = memories[v[MEMORY]].hva,
			.start = starts[v[START]].start,
			.collectors = collects[v[COLLECTOR]],
			.backings = kinds[v[BACKING]],
		}, "%02u-%s-from-%u-to-%u-%s%s", i,
		starts[v[START]].name, base, end, memories[v[MEMORY]].name,
		neighbours[v[NEIGHBOUR]] ? "-shared" : "");
	}
	for (u32 i = 0; i < ARRAY_LEN(edge_cases); i++)
		cases_add(edge_cases[i], "%s", edge_cases[i].name);
}

const struct test test = {
	.name = "geometry",
	.about = "slots and their memory begin and end anywhere, also within a huge page",
	.clauses = "S1",
	.collectors = COLLECT_LOGS | COLLECT_RING,
	.backings = BACKING_ANON | BACKING_THP | BACKING_HUGE_2M,
	.add_cases = add_cases,
	.run = run,
};
