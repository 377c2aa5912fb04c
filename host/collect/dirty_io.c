// SPDX-License-Identifier: GPL-2.0-only
#include "host/collect/dirty_io.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "host/collect/fault.h"
#include "host/machine/compat.h"
#include "lib/pageset.h"

/*
 * A page of this slot. FAULT_NO_REPROTECT swallows its next report. FAULT_LOSE_BIT,
 * FAULT_RING_DROP and FAULT_RING_MISNUMBER swallow every report from now on: a
 * harvest beside a running vCPU that catches a store half done (clause R38) makes
 * KVM report the page twice, and without one of the reports nothing would be lost.
 */
static struct {
	bool set;
	bool for_good;
	u32 slot;
	u64 page;
} forgotten;

static void forget(u32 slot, u64 page, bool for_good)
{
	forgotten.set = true;
	forgotten.for_good = for_good;
	forgotten.slot = slot;
	forgotten.page = page;
}

static void lie_about_log(const struct machine *m, u32 slot, u64 *bitmap)
{
	const struct machine_slot *s = &m->slot[slot];
	struct pageset set = { .nr_pages = s->nr_pages, .words = bitmap };
	u64 page, clean;

	if (!fault_pending() && !forgotten.set)
		return;
	page = clean = pageset_next(&set, 0);
	/*
	 * With a ring the bitmap is empty as a rule: the faults below need a
	 * set bit, and would never strike.
	 */
	if (m->ring_entries) {
		if (fault_strikes(FAULT_BACKUP_BIT))
			pageset_add(&set, 0);
		return;
	}
	if (forgotten.set && forgotten.slot == slot &&
	    pageset_has(&set, forgotten.page)) {
		pageset_del(&set, forgotten.page);
		forgotten.set = forgotten.for_good;
		return;
	}
	if (page == s->nr_pages)
		return; /* wait for a harvest with a page in it */
	while (clean < s->nr_pages && pageset_has(&set, clean))
		clean++;
	if (fault_strikes(FAULT_LOSE_BIT)) {
		pageset_del(&set, page);
		forget(slot, page, true);
	} else if (clean < s->nr_pages && fault_strikes(FAULT_EXTRA_BIT)) {
		pageset_add(&set, clean);
	} else if (s->nr_pages % 64 && fault_strikes(FAULT_TAIL_BIT)) {
		bitmap[s->nr_pages / 64] |= 1ull << 63;
	} else if (fault_strikes(FAULT_NO_REPROTECT)) {
		forget(slot, page, false);
	}
}

int dirty_get(struct machine *m, u32 slot, u64 *bitmap)
{
	struct machine_slot *s = &m->slot[slot];
	struct kvm_dirty_log log = { .slot = s->id, .dirty_bitmap = bitmap };

	if (__vm_ioctl(m->vm, KVM_GET_DIRTY_LOG, &log))
		return errno == ENOENT && fault_strikes(FAULT_ERRNO) ? EINVAL :
								       errno;
	lie_about_log(m, slot, bitmap);
	return 0;
}

int dirty_clear(struct machine *m, u32 slot, const u64 *bitmap, u64 first,
		u32 nr_pages)
{
	struct machine_slot *s = &m->slot[slot];
	struct kvm_clear_dirty_log log = {
		.slot = s->id,
		.dirty_bitmap = (void *)bitmap,
		.first_page = first,
		.num_pages = nr_pages,
	};

	if (first + nr_pages + 64 <= s->nr_pages &&
	    fault_strikes(FAULT_SHIFT_CLEAR))
		log.first_page += 64;
	if (fault_strikes(FAULT_CLEAR_NOTHING))
		return 0;
	return __vm_ioctl(m->vm, KVM_CLEAR_DIRTY_LOG, &log) ? errno : 0;
}

int dirty_enable(struct machine *m, u32 cap, u64 arg)
{
	return __vm_enable_cap(m->vm, cap, arg) ? errno : 0;
}

int dirty_reset(struct machine *m, u32 *nr)
{
	int ret = __vm_ioctl(m->vm, KVM_RESET_DIRTY_RINGS, NULL);

	if (ret < 0)
		return errno;
	*nr = ret;
	if (fault_strikes(FAULT_RESET_COUNT))
		(*nr)++;
	return 0;
}

static struct kvm_dirty_gfn *entry_at(struct machine_vcpu *v, u32 cursor)
{
	return &v->ring[cursor & (v->machine->ring_entries - 1)];
}

static u32 slot_index(const struct machine *m, u32 id)
{
	u32 i = 0;

	while (i < m->nr_slots && m->slot[i].id != id)
		i++;
	return i;
}

/* True if a fault hides this entry. */
static bool swallowed(const struct machine *m, const struct dirty_entry *e)
{
	if (!forgotten.set || forgotten.page != e->page ||
	    forgotten.slot != slot_index(m, e->slot))
		return false;
	forgotten.set = forgotten.for_good;
	return true;
}

bool dirty_peek(struct machine_vcpu *v, struct dirty_entry *e)
{
	struct kvm_dirty_gfn *gfn = entry_at(v, v->cursor);
	const struct machine *m = v->machine;

	/* Clause R18: KVM publishes the flags after slot and offset. */
	if (!(__atomic_load_n(&gfn->flags, __ATOMIC_ACQUIRE) &
	      KVM_DIRTY_GFN_F_DIRTY))
		return false;
	e->slot = gfn->slot;
	e->page = gfn->offset;

	if (fault_strikes(FAULT_RING_DROP))
		forget(slot_index(m, e->slot), e->page, true);
	if (swallowed(m, e)) {
		dirty_take(v);
		return dirty_peek(v, e);
	}
	if (fault_strikes(FAULT_RING_MISNUMBER))
		forget(slot_index(m, e->slot), e->page++, true);
	else if (fault_strikes(FAULT_RING_SLOT))
		e->slot++;
	else if (fault_strikes(FAULT_NO_REPROTECT))
		forget(slot_index(m, e->slot), e->page, false);
	return true;
}

void dirty_forge(struct machine_vcpu *v, u32 slot, u64 page)
{
	struct kvm_dirty_gfn *gfn = entry_at(v, v->cursor);

	gfn->slot = slot;
	gfn->offset = page;
}

void dirty_take(struct machine_vcpu *v)
{
	struct kvm_dirty_gfn *gfn = entry_at(v, v->cursor);

	/*
	 * Do not move on: dirty_peek() sees the same entry again, as if KVM had
	 * pushed it twice.
	 */
	if (fault_strikes(FAULT_RING_DUP))
		return;
	__atomic_store_n(&gfn->flags, gfn->flags | KVM_DIRTY_GFN_F_RESET,
			 __ATOMIC_RELEASE);
	v->cursor++;
	v->unreset++;
}
