// SPDX-License-Identifier: GPL-2.0-only
/*
 * The dirty ring (api.rst 8.29, virt/kvm/dirty_ring.c), one per vCPU. KVM
 * pushes an entry per marked page. The harvest marks entries as harvested, in
 * order. A reset re-protects the harvested pages and frees their entries.
 *
 * Every loop here is bounded by the ring's size, whatever KVM leaves in the
 * ring: on a KVM that overruns the ring, the cursor here and KVM's disagree for
 * ever.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "host/collect/collect.h"
#include "host/collect/dirty_io.h"
#include "host/machine/compat.h"
#include "verdict/verdict.h"

/* More than any case has pages. A scan of the ring takes a case time. */
#define USUAL_ENTRIES 16384
#define MANUAL \
	(KVM_DIRTY_LOG_MANUAL_PROTECT_ENABLE | KVM_DIRTY_LOG_INITIALLY_SET)

void collect_ring_wrong(struct machine *m, const char *fmt, ...)
{
	va_list args;

	if (m->ring_wrong[0])
		return;
	va_start(args, fmt);
	vsnprintf(m->ring_wrong, sizeof(m->ring_wrong), fmt, args);
	va_end(args);
}

static const char *missing(const struct collector *c, const struct backend *b)
{
	if (!b->ring_max || !b->ring_min)
		return "KVM_CAP_DIRTY_LOG_RING and _ACQ_REL are 0";
	if (c->with_manual && (b->manual_flags & MANUAL) != MANUAL)
		return "KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2 lacks INITIALLY_SET";
	return NULL;
}

static void enable(const struct collector *c, const struct backend *b,
		   struct machine *m)
{
	u32 bytes = c->ring_entries * sizeof(struct kvm_dirty_gfn);
	int err;

	if (!c->ring_entries)
		bytes = USUAL_ENTRIES * sizeof(struct kvm_dirty_gfn);
	if (bytes < b->ring_min)
		bytes = b->ring_min;
	if (bytes > b->ring_max)
		bytes = b->ring_max;
	err = dirty_enable(m, b->ring_acq_rel ? KVM_CAP_DIRTY_LOG_RING_ACQ_REL :
						KVM_CAP_DIRTY_LOG_RING,
			   bytes);
	if (err)
		verdict_fail("enabling a dirty ring of %u bytes: %s", bytes,
			     strerror(err));
	err = c->with_manual ?
		      dirty_enable(m, KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2,
				   MANUAL) : 0;
	if (err)
		verdict_fail("KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2 with a ring: %s",
			     strerror(err));
	m->ring_entries = bytes / sizeof(struct kvm_dirty_gfn);
	m->ring_reserved = b->ring_reserved;
}

static void record(struct machine_vcpu *v, const struct dirty_entry *e,
		   struct harvest *h)
{
	struct machine *m = v->machine;

	for (u32 i = 0; i < m->nr_slots; i++) {
		if (m->slot[i].id != e->slot || !m->slot[i].logging)
			continue;
		if (e->page >= m->slot[i].nr_pages)
			break;
		pageset_add(&h->dirty[i], e->page);
		h->entries[i][v->index * m->slot[i].nr_pages + e->page]++;
		return;
	}
	verdict_fail("vCPU %u: ring entry %u names slot %u:%u page %lu, which is not logged or not there",
		     v->index, v->cursor, e->slot >> 16, e->slot & 0xffff,
		     e->page);
}

u32 collect_ring_take(struct machine_vcpu *v, struct harvest *h, u32 most)
{
	struct dirty_entry e;
	u32 nr = 0;

	__atomic_fetch_add(&v->epoch, 1, __ATOMIC_SEQ_CST);
	while (nr < most && dirty_peek(v, &e)) {
		/*
		 * Clause R31: KVM has overwritten entries, as there are more
		 * than the ring holds.
		 */
		if (v->unreset == v->machine->ring_entries) {
			collect_ring_wrong(v->machine,
					   "vCPU %u: more than %u entries without a reset, the ring overflowed",
					   v->index, v->unreset);
			break;
		}
		record(v, &e, h);
		dirty_take(v);
		nr++;
	}
	return nr;
}

u32 collect_ring_count(const struct machine_vcpu *v)
{
	u32 nr = 0;

	while (nr < v->machine->ring_entries &&
	       v->ring[(v->cursor + nr) % v->machine->ring_entries].flags &
		       KVM_DIRTY_GFN_F_DIRTY)
		nr++;
	return nr;
}

void collect_ring_forge(struct machine_vcpu *v, u32 slot, u64 page)
{
	struct dirty_entry e;

	if (!dirty_peek(v, &e))
		verdict_fail("vCPU %u: no ring entry for a page that was stored to",
			     v->index);
	__atomic_fetch_add(&v->epoch, 1, __ATOMIC_SEQ_CST);
	dirty_forge(v, slot, page);
	dirty_take(v);
}

/* Go on to eight entries one of which is in use. Both are multiples of eight. */
static const struct kvm_dirty_gfn *skip(const struct kvm_dirty_gfn *e,
					const struct kvm_dirty_gfn *end)
{
	while (e < end && !(e[0].flags | e[1].flags | e[2].flags | e[3].flags |
			    e[4].flags | e[5].flags | e[6].flags | e[7].flags))
		e += 8;
	return e;
}

/*
 * The first entry in use from @at on, the number of entries if there is none. A ring is
 * a page at least, and a power of two. Mostly it is empty, and each harvest looks.
 */
static u32 next_used(const struct machine_vcpu *v, u32 at)
{
	const struct kvm_dirty_gfn *end = v->ring + v->machine->ring_entries;
	const struct kvm_dirty_gfn *e = v->ring + at;

	for (; e < end; e++) {
		if ((e - v->ring) % 8 == 0)
			e = skip(e, end);
		if (e < end && e->flags)
			break;
	}
	return e < end ? e - v->ring : v->machine->ring_entries;
}

void collect_ring_scan(const struct machine_vcpu *v, struct harvest *h)
{
	const struct machine *m = v->machine;
	u32 i = 0;

	while ((i = next_used(v, i)) < m->ring_entries) {
		const struct kvm_dirty_gfn *gfn = &v->ring[i++];

		for (u32 s = 0; s < m->nr_slots; s++)
			if (m->slot[s].id == gfn->slot &&
			    gfn->offset < m->slot[s].nr_pages)
				pageset_add(&h->dirty[s], gfn->offset);
	}
}

/* So often in a row a reset may free nothing before that is no interruption any more. */
#define MOST_NONE 8

u32 collect_ring_reset_beside(struct machine *m)
{
	u32 reset;
	int err = dirty_reset(m, &reset);

	if (err)
		verdict_fail("KVM_RESET_DIRTY_RINGS: %s", strerror(err));
	return reset;
}

void collect_ring_reset(struct machine *m)
{
	u32 taken = 0, reset = 0, more, nr_none = 0;
	bool cut = false;

	for (u32 i = 0; i < m->nr_vcpus; i++)
		taken += m->vcpu[i].unreset;
	/* What interrupts this thread may end a reset early, and before its first entry (R47, R48). */
	do {
		more = collect_ring_reset_beside(m);
		reset += more;
		cut |= reset < taken;
		nr_none = more ? 0 : nr_none + 1;
	} while (reset < taken && nr_none < MOST_NONE);
	m->ring_cut += cut;
	if (reset != taken)
		collect_ring_wrong(m, "KVM_RESET_DIRTY_RINGS reset %u entries, %u were harvested",
				   reset, taken);
	collect_ring_freed(m);
}

void collect_ring_freed(struct machine *m)
{
	for (u32 i = 0; i < m->nr_vcpus; i++) {
		struct machine_vcpu *v = &m->vcpu[i];

		if (v->unreset)
			__atomic_fetch_add(&v->epoch, 1, __ATOMIC_SEQ_CST);
		v->unreset = 0;
	}
}

void collect_ring_check_empty(struct machine_vcpu *v)
{
	u32 nr = v->machine->ring_entries;
	u32 at = v->cursor & (nr - 1);
	u32 stuck = 0;

	for (u32 i = next_used(v, 0); i < nr; i = next_used(v, i + 1))
		stuck++;
	if (stuck)
		collect_ring_wrong(v->machine,
				   "vCPU %u: %u ring entries are in use that our cursor at %u does not reach: KVM's disagrees, entries were overwritten",
				   v->index, stuck, at);
}

/*
 * The full exit must not come before the soft limit (clause R30), nor after the
 * reserved entries are used up (R31). In between is KVM's own business: a store
 * in flight or a flushed PML buffer adds entries.
 */
static void full(const struct collector *c, struct machine_vcpu *v,
		 struct harvest *h)
{
	u32 size = v->machine->ring_entries;
	u32 limit = size - v->machine->ring_reserved;
	bool left_alone = v->epoch == v->epoch_at_entry;
	u32 nr = v->unreset;

	(void)c;
	nr += collect_ring_take(v, h, size);
	if (nr < limit && left_alone)
		collect_ring_wrong(v->machine,
				   "vCPU %u: ring-full exit with %u entries, soft limit %u of %u",
				   v->index, nr, limit, size);
	collect_ring_reset(v->machine);
}

static void harvest(const struct collector *c, struct machine *m,
		    struct harvest *h, bool quiet)
{
	(void)c;
	for (u32 i = 0; i < m->nr_vcpus; i++)
		collect_ring_take(&m->vcpu[i], h, m->ring_entries);
	collect_ring_reset(m);
	for (u32 i = 0; quiet && i < m->nr_vcpus; i++)
		collect_ring_check_empty(&m->vcpu[i]);
}

const struct collect_ops collect_ring = {
	.missing = missing,
	.enable = enable,
	.harvest = harvest,
	.full = full,
	.has_ring = true,
};
