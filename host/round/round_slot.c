// SPDX-License-Identifier: GPL-2.0-only
#include "host/round/round_slot.h"

#include <errno.h>
#include <string.h>

#include "host/machine/compat.h"
#include "host/round/run.h"

/*
 * KVM's mappings are gone. The pages that were armed have host memory by now.
 */
static void disarm(struct run *r)
{
	for (u32 i = 0; i < r->machine->nr_slots; i++) {
		struct pageset *armed = &r->slot[i].armed;

		pageset_or(&r->slot[i].populated, armed);
		r->slot[i].mapped = false;
		pageset_empty(armed);
	}
}

/* Entries name a slot as it was. */
static void empty_rings(struct run *r)
{
	if (r->machine->ring_entries)
		round_harvest(r);
}

void round_delete_slot(struct run *r, u32 slot)
{
	/* Entries of a slot that is gone are nobody's (clause R44). */
	empty_rings(r);
	round_forget(r);
	machine_delete_slot(r->machine, slot);
	r->slot[slot].all_ones = false;
	disarm(r);
}

void round_create_slot(struct run *r, u32 slot,
		       const struct machine_slot_again *as)
{
	machine_create_slot(r->machine, slot, as);
	r->slot[slot].all_ones = as->logging && r->collector->initially_set;
}

static void move(struct run *r, u32 slot, s64 pages)
{
	struct machine *m = r->machine;

	machine_move_slot(m, slot,
			  m->slot[slot].gpa + pages * (1ll << m->page_shift));
	disarm(r);
}

void round_move_slot(struct run *r, u32 slot, s64 pages)
{
	empty_rings(r);
	move(r, slot, pages);
}

void round_move_slot_log(struct run *r, u32 slot, s64 pages, bool on)
{
	empty_rings(r);
	round_forget(r);
	r->machine->slot[slot].logging = on;
	move(r, slot, pages);
	r->slot[slot].all_ones = on && r->collector->initially_set;
}

/* What the call is to be told, where KVM has it. */
static struct kvm_pre_fault_memory prefault_range(const struct run *r, u32 slot,
						  u64 first, u64 count)
{
	const struct machine *m = r->machine;

	if (!__vm_ioctl(m->vm, KVM_CHECK_EXTENSION,
			(void *)KVM_CAP_PRE_FAULT_MEMORY))
		verdict_skip("KVM_CAP_PRE_FAULT_MEMORY is 0");
	return (struct kvm_pre_fault_memory){
		.gpa = m->slot[slot].gpa + (first << m->page_shift),
		.size = count << m->page_shift,
	};
}

void round_prefault(struct run *r, u32 slot, u64 first, u64 count)
{
	struct machine *m = r->machine;
	struct kvm_pre_fault_memory range =
		prefault_range(r, slot, first, count);

	while (range.size) {
		if (__vcpu_ioctl(m->vcpu[0].kvm, KVM_PRE_FAULT_MEMORY, &range) &&
		    errno != EINTR && errno != EAGAIN)
			verdict_fail("KVM_PRE_FAULT_MEMORY at 0x%llx: %s",
				     range.gpa, strerror(errno));
		/* The ring may be full. */
		if (range.size && m->ring_entries)
			round_harvest(r);
	}
	for (u64 i = 0; i < count; i++)
		pageset_add(&r->ledger.slot[slot].touched, first + i);
}

void round_no_prefault(struct run *r, u32 slot, u64 first, u64 count, int want)
{
	struct kvm_pre_fault_memory range =
		prefault_range(r, slot, first, count);
	u64 gpa = range.gpa, size = range.size;
	int err = __vcpu_ioctl(r->machine->vcpu[0].kvm, KVM_PRE_FAULT_MEMORY,
			       &range) ? errno : 0;

	if (err != want)
		verdict_fail("KVM_PRE_FAULT_MEMORY at 0x%lx: %s, expected %s",
			     gpa, verdict_errno(err), verdict_errno(want));
	if (range.gpa != gpa || range.size != size)
		verdict_fail("KVM_PRE_FAULT_MEMORY at 0x%lx: %s, and 0x%llx of 0x%lx bytes are left",
			     gpa, verdict_errno(err), range.size, size);
}
