// SPDX-License-Identifier: GPL-2.0-only
#include "host/scene/walk.h"

#include <stdlib.h>
#include <string.h>

#include "host/machine/arch.h"
#include "host/round/run.h"

#define DATA 0 /* the slot whose pages the view shows */

static struct machine_slot *tables(const struct walk *w)
{
	return &w->run->machine->slot[w->slot];
}

static u64 table_gpa(const struct walk *w, u32 level)
{
	u32 shift = w->run->machine->page_shift;

	return tables(w)->gpa + ((u64)w->table[level] << shift);
}

static u64 *table_hva(const struct walk *w, u32 level)
{
	u32 shift = w->run->machine->page_shift;

	return (u64 *)(tables(w)->hva + ((u64)w->table[level] << shift));
}

/*
 * The index of the entry in a table of @level, on the way to the view's @page.
 */
static u32 index_of(const struct walk *w, u32 level, u32 page)
{
	u32 shift = w->run->machine->page_shift;
	u32 bits = shift - 3;
	u64 gva = w->run->machine->view.gva + ((u64)page << shift) +
		  (w->whose == WALK_NESTED ? ABI_NESTED_ALIAS : 0);

	return gva >> (shift + bits * (level - 1)) & ((1u << bits) - 1);
}

/* The value of that entry. */
static u64 entry(const struct walk *w, u32 level, u32 page, u32 flags)
{
	const struct machine *m = w->run->machine;
	u64 (*arch_entry)(u64 gpa, u32 level, bool leaf, u32 flags) =
		w->whose == WALK_FOR_NESTED ? arch_nested_entry :
					      arch_walk_entry;
	bool leaf = level == w->leaf;
	u64 gpa = leaf ? m->slot[DATA].gpa : table_gpa(w, level - 1);

	/* A huge page maps the slot from its beginning, in order. */
	if (leaf && level == 1)
		gpa += (u64)m->view.page[page] << m->page_shift;
	if (w->whose == WALK_NESTED)
		gpa += arch_nested_gpa;
	return arch_entry(gpa, level, leaf, flags);
}

static void show_slot(struct machine_view *view)
{
	for (u32 i = 0; i < view->nr_pages; i++)
		view->page[i] = i;
}

static void make_view(struct walk *w)
{
	struct machine *m = w->run->machine;
	u32 entries = 1u << (m->page_shift - 3);
	u32 pages = m->slot[DATA].nr_pages;

	m->view.gva = arch_walk.view_gva;
	m->view.slot = DATA;
	m->view.nr_pages = pages < entries ? pages : entries;
	m->view.page = calloc(m->view.nr_pages, sizeof(u32));
	show_slot(&m->view);
	/*
	 * The nested guest's own tables stay as they are. Its virtual and its
	 * physical addresses are equally far from the start of the area that a
	 * level-2 table maps, so index_of() is right for both.
	 */
	for (u64 at = 0;
	     w->whose == WALK_FOR_NESTED && at < m->view.nr_pages; at++)
		virt_pg_map(m->vm,
			    m->view.gva + ABI_NESTED_ALIAS +
				    (at << m->page_shift),
			    walk_nested_gpa(w, at));
}

/* The guest's first table, with entries for all addresses but the view. */
static u64 *root(const struct walk *w)
{
	struct kvm_vm *vm = w->run->machine->vm;

	return addr_gpa2hva(vm, compat_mmu(vm)->pgd);
}

static void copy_root(struct walk *w, u32 flags)
{
	struct machine *m = w->run->machine;
	u64 *to = table_hva(w, WALK_LEVELS);

	memcpy(to, root(w), 1u << m->page_shift);
	/* These entries are in use, and the test leaves them alone. */
	for (u32 i = 0; i < 1u << (m->page_shift - 3); i++)
		if (to[i])
			to[i] |= arch_walk_entry(0, WALK_LEVELS, false,
						 WALK_ACCESSED);
	to[index_of(w, WALK_LEVELS, 0)] = entry(w, WALK_LEVELS, 0, flags);
}

bool walk_writes(const struct run *r, enum walk_whose whose)
{
	const struct machine *m = r->machine;

	/* The processor walks KVM's own tables in place of the outer guest's. */
	if (whose == WALK_FOR_NESTED || !r->backend->walks_write)
		return false;
	return whose != WALK_NESTED || arch_nested_bits(m->vcpu[0].kvm, m->nest);
}

void walk_by_processor(const struct run *r, u32 leaf, enum walk_whose whose, bool sets)
{
	const char *why;

	if (whose == WALK_FOR_NESTED)
		return;
	why = arch_walk_missing(r->backend, r->machine->vcpu[0].kvm, leaf,
				sets && !walk_writes(r, whose));
	if (why)
		verdict_skip("%s", why);
}

void walk_make(struct walk *w, struct run *r, u32 slot, u32 leaf,
	       enum walk_whose whose, u32 flags)
{
	struct machine *m = r->machine;
	u32 below_root = whose == WALK_FOR_NESTED ? WALK_LEVELS - 2 :
						    WALK_LEVELS - 1;
	bool own_root = whose == WALK_WITH_ROOT;

	if (!r->c->nest != (whose == WALK_GUEST || own_root))
		verdict_error("the row's nested guest and its tables do not go together");
	/*
	 * Each table's page is in another word of the bitmap, and never the
	 * first in its word.
	 */
	*w = (struct walk){
		.run = r,
		.whose = whose,
		.slot = slot,
		.leaf = leaf,
		.top = own_root ? WALK_LEVELS : below_root,
		.table = { 0, 7, 66, 131, 194 },
	};
	changed_init(&w->changed, r, slot);
	make_view(w);
	for (u32 level = leaf; level <= below_root; level++)
		for (u32 i = 0; i < m->view.nr_pages; i++)
			table_hva(w, level)[index_of(w, level, i)] =
				entry(w, level, i, flags);
	if (whose == WALK_FOR_NESTED) {
		arch_nested_gibs(m->vm)[arch_nested_view_gpa >> 30] =
			entry(w, w->top + 1, 0, flags);
		return;
	}
	if (own_root)
		copy_root(w, flags);
	else
		root(w)[index_of(w, WALK_LEVELS, 0)] =
			entry(w, WALK_LEVELS, 0, WALK_ACCESSED);
	for (u32 i = 0; i < m->nr_vcpus; i++)
		arch_walk_start(m->vcpu[i].kvm,
				own_root ? table_gpa(w, WALK_LEVELS) : 0);
}

static void note_table(struct walk *w, u32 level)
{
	round_walked(w->run, w->slot, w->table[level], walk_writes(w->run, w->whose));
}

/* Every access of the guest begins with the first table. */
static void note_root(struct walk *w)
{
	if (w->top == WALK_LEVELS)
		note_table(w, WALK_LEVELS);
}

void walk_set(struct walk *w, u32 level, u32 page, u32 flags)
{
	note_root(w);
	round_queue(w->run, (struct stores){
				    .op = w->setter ? w->setter : "store-64",
				    .slot = w->slot,
				    .value = entry(w, level, page, flags),
				    .offset_bytes = 8 * index_of(w, level, page),
				    .pattern = { .first = w->table[level],
						 .count = 1 } });
}

void walk_remap(struct walk *w, u32 page, u32 to, u32 flags)
{
	w->run->machine->view.page[page] = to;
	walk_set(w, 1, page, flags);
}

static void replace_table(struct walk *w, u32 table, u32 page, u32 to, u32 flags)
{
	u32 shift = w->run->machine->page_shift;
	const u64 *old = table_hva(w, 1);
	u64 *new;

	w->run->machine->view.page[page] = to;
	w->table[1] = table;
	new = table_hva(w, 1);
	memcpy(new, old, 1u << shift);
	new[index_of(w, 1, page)] = entry(w, 1, page, flags);
	/* The host wrote this, not the guest. */
	memcpy(changed_before(&w->changed, table), new, 1u << shift);
}

void walk_replace(struct walk *w, u32 table, u32 page, u32 to, u32 flags)
{
	replace_table(w, table, page, to, flags);
	walk_set(w, 2, page, flags);
}

u64 walk_plan(struct walk *w, u32 table, u32 page, u32 to, u32 flags, u64 *value)
{
	u32 level = table ? 2 : 1;

	if (table)
		replace_table(w, table, page, to, flags);
	w->run->machine->view.page[page] = to;
	*value = entry(w, level, page, flags);
	return table_gpa(w, level) + 8 * index_of(w, level, page);
}

void walk_merge(struct walk *w, u32 page, u32 flags)
{
	struct machine_view *view = &w->run->machine->view;

	w->leaf = 2;
	w->small = view->page;
	view->page = calloc(view->nr_pages, sizeof(u32));
	show_slot(view);
	walk_set(w, 2, page, flags);
}

void walk_split(struct walk *w, u32 page, u32 flags)
{
	struct machine_view *view = &w->run->machine->view;

	w->leaf = 1;
	free(view->page);
	view->page = w->small;
	walk_set(w, 2, page, flags);
}

void walk_access(struct walk *w, const char *op, u32 page)
{
	bool nested = w->whose == WALK_NESTED || w->whose == WALK_FOR_NESTED;

	/* The processor walks KVM's own tables in place of the outer guest's. */
	for (u32 level = w->leaf;
	     w->whose != WALK_FOR_NESTED && level <= w->top; level++)
		note_table(w, level);
	round_queue(w->run, (struct stores){ .op = op,
					     .view = true,
					     .nested = nested,
					     .user = w->run->c->user,
					     .flush = true,
					     .pattern = { .first = page,
							  .count = 1 } });
}

u64 walk_nested_gpa(const struct walk *w, u32 page)
{
	return arch_nested_view_gpa +
	       ((u64)page << w->run->machine->page_shift);
}

u32 walk_bits(const struct walk *w, u32 level, u32 page)
{
	u64 got = table_hva(w, level)[index_of(w, level, page)];

	return w->whose == WALK_FOR_NESTED ?
		       arch_nested_flags(got, level == w->leaf) :
		       arch_walk_flags(got, level == w->leaf);
}

/* The outer guest's entry that maps the slot with the tables, in a page of 1G. */
static u64 *outer_entry(const struct walk *w)
{
	u64 *gibs = arch_nested_gibs(w->run->machine->vm);

	return &gibs[(arch_nested_gpa + tables(w)->gpa) >> 30];
}

void walk_set_outer(struct walk *w, u32 flags)
{
	*outer_entry(w) = arch_nested_entry(tables(w)->gpa >> 30 << 30, 3, true, flags);
}

u32 walk_outer_bits(const struct walk *w)
{
	return arch_nested_flags(*outer_entry(w), true);
}

u32 walk_has_bits(const struct walk *w)
{
	const struct machine *m = w->run->machine;

	return w->whose == WALK_FOR_NESTED ?
		       arch_nested_bits(m->vcpu[0].kvm, m->nest) :
		       WALK_ACCESSED | WALK_DIRTY;
}

u32 walk_bits_after(const struct walk *w, u32 level, u32 bits, bool store)
{
	u32 has = walk_has_bits(w);

	if (!has)
		return bits;
	if (level == w->leaf)
		return bits | (has & (WALK_ACCESSED | (store ? WALK_DIRTY : 0)));
	/* Above the last level, only some architectures set bits. */
	return arch_walk.accessed_above ?
		       (bits & ~WALK_DIRTY) | WALK_ACCESSED : 0;
}

void walk_begin(struct walk *w)
{
	changed_begin(&w->changed);
}

void walk_end(struct walk *w)
{
	changed_end(&w->changed);
}
