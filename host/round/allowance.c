// SPDX-License-Identifier: GPL-2.0-only
#include "host/round/allowance.h"

#include "host/round/moved.h"
#include "host/round/run.h"

static bool tdp_maps_writable(const struct backend *b)
{
	return b->tdp_maps_writable;
}

static bool shadow_maps_dirty(const struct backend *b)
{
	return b->shadow_maps_dirty;
}

static bool walks_write(const struct backend *b)
{
	return b->walks_write;
}

static bool walked(const struct run *r, u32 slot)
{
	return !pageset_is_empty(&r->ledger.slot[slot].walked);
}

static void all_walked(const struct run *r, u32 slot, struct pageset *may)
{
	pageset_or(may, &r->ledger.slot[slot].walked);
}

/*
 * A read fault can find the host page mapped writable, and then map it writable
 * for the guest.
 */
static bool host_maps_writable(const struct run *r, u32 slot)
{
	return !r->machine->slot[slot].readonly &&
	       (!pageset_is_empty(&r->slot[slot].populated) ||
		r->backing->read_allocates);
}

/*
 * The host maps the page writable, and the dirty bit of the guest's own entry
 * is set.
 */
static bool guest_says_dirty(const struct run *r, u32 slot)
{
	return r->c->guest_pte_dirty && host_maps_writable(r, slot);
}

static void touched_not_armed(const struct run *r, u32 slot,
			      struct pageset *may)
{
	struct pageset extra;

	pageset_init(&extra, may->nr_pages);
	pageset_diff(&extra, &r->ledger.slot[slot].touched,
		     &r->slot[slot].armed);
	if (!r->backing->read_allocates)
		pageset_and(&extra, &r->slot[slot].populated);
	pageset_or(may, &extra);
	pageset_free(&extra);
}

static bool is_real(const struct backend *b)
{
	return !b->emulated;
}

static bool masked(const struct run *r, u32 slot)
{
	return !pageset_is_empty(&r->ledger.slot[slot].masked);
}

static void all_masked(const struct run *r, u32 slot, struct pageset *may)
{
	pageset_or(may, &r->ledger.slot[slot].masked);
}

static bool has_pml(const struct backend *b)
{
	return b->pml;
}

static bool several_vcpus(const struct run *r, u32 slot)
{
	return r->machine->ring_entries && r->machine->nr_vcpus > 1;
}

/*
 * 1 if another vCPU stored to the page while the page was not yet mapped for
 * both.
 */
static u32 stored_by_another(const struct run *r, u32 slot, u32 *const *marks,
			     u32 v, u64 page)
{
	if (pageset_has(&r->slot[slot].armed, page))
		return 0;
	for (u32 i = 0; i < r->machine->nr_vcpus; i++)
		if (i != v && marks[i][page])
			return 1;
	return 0;
}

static bool was_device(const struct run *r, u32 slot)
{
	return r->machine->ring_entries && pageset_count(&r->slot[slot].device);
}

static u32 stored_to_device(const struct run *r, u32 slot, u32 *const *marks,
			    u32 v, u64 page)
{
	(void)marks;
	(void)v;
	return pageset_has(&r->slot[slot].device, page);
}

/* Reads map a page that the host took away in the same way as at first. */
static bool reads_map_writable(const struct backend *b)
{
	return b->tdp_maps_writable || b->shadow_maps_dirty;
}

static bool any(const struct backend *b)
{
	(void)b;
	return true;
}

static bool host_moved(const struct run *r, u32 slot)
{
	return moved_pages(r, slot)->nr_pages;
}

static void touched_and_moved(const struct run *r, u32 slot,
			      struct pageset *may)
{
	struct pageset extra;

	pageset_init(&extra, may->nr_pages);
	pageset_copy(&extra, moved_pages(r, slot));
	pageset_and(&extra, &r->ledger.slot[slot].touched);
	pageset_or(may, &extra);
	pageset_free(&extra);
}

/* An access that a move interrupts, or that follows a move, maps the page once more. */
static u32 moved_again(const struct run *r, u32 slot, u32 *const *marks,
		       u32 v, u64 page)
{
	(void)marks;
	(void)v;
	return moved_times(r, slot, page);
}

const struct allowance allowances[] = {
	{
		.name = "tdp-read",
		.why = "a read fault on a page that is not mapped yet finds it "
		       "writable in the host, maps it writable, and that marks "
		       "it dirty: hva_to_pfn_slow() in virt/kvm/kvm_main.c, "
		       "make_spte() in arch/x86/kvm/mmu/spte.c",
		.concerns = tdp_maps_writable,
		.applies = host_maps_writable,
		.widen = touched_not_armed,
	},
	{
		.name = "shadow-read",
		.why = "with shadow paging a read fault takes write permission "
		       "from the guest's leaf entry unless its dirty bit is "
		       "clear: protect_clean_gpte() in FNAME(walk_addr_generic), "
		       "arch/x86/kvm/mmu/paging_tmpl.h; make_spte() then marks "
		       "the page dirty",
		.concerns = shadow_maps_dirty,
		.applies = guest_says_dirty,
		.widen = touched_not_armed,
	},
	{
		.name = "tdp-walk",
		.why = "the processor's walk through the guest's page tables is "
		       "a write access to them, whether it sets a bit or not: "
		       "AMD APM volume 2, 15.25.5, and as KVM has it the end of "
		       "FNAME(update_accessed_dirty_bits), arch/x86/kvm/mmu/"
		       "paging_tmpl.h; Intel SDM volume 3, accessed and dirty "
		       "flags for EPT",
		.concerns = walks_write,
		.applies = walked,
		.widen = all_walked,
	},
	{
		.name = "masked-store",
		.why = "where a mask keeps a store from writing, a processor may "
		       "set the dirty bit all the same: Intel SDM volume 2, "
		       "VMASKMOV and VPMASKMOV; and a store-exclusive without "
		       "reservation may fault before it fails: Arm ARM, "
		       "AArch64.ExclusiveMonitorsPass()",
		.concerns = is_real,
		.applies = masked,
		.widen = all_masked,
	},
	{
		.name = "pml-refault",
		.why = "a vCPU whose fault is handled after another vCPU's for "
		       "the same page replaces a writable mapping by one whose "
		       "dirty bit is clear, and marks the page; its store then "
		       "sets the bit, which PML logs once more: the jump to out "
		       "in make_spte(), arch/x86/kvm/mmu/spte.c",
		.concerns = has_pml,
		.applies = several_vcpus,
		.entries = stored_by_another,
	}, {
		.name = "pml-device",
		.why = "what KVM keeps in EPT for the address of a device has the "
		       "bit of a writable page (VMX_EPT_MISCONFIG_WX_VALUE), so "
		       "the mapping of a slot that comes there is marked and gets "
		       "no dirty bit; the store then sets the bit, which PML logs "
		       "once more: the jump to out in make_spte(), "
		       "arch/x86/kvm/mmu/spte.c",
		.concerns = has_pml,
		.applies = was_device,
		.entries = stored_to_device,
	}, {
		.name = "moved-read",
		.why = "the host took the page away from KVM after it was armed, "
		       "as it does to move it: kvm_mmu_notifier_invalidate_"
		       "range_start() in virt/kvm/kvm_main.c drops its mapping; "
		       "the next read maps it anew, writable if the host or the "
		       "guest's own entry says so (tdp-read, shadow-read), and "
		       "that marks it dirty",
		.concerns = reads_map_writable,
		.applies = host_moved,
		.widen = touched_and_moved,
	}, {
		.name = "moved-again",
		.why = "the host took the page away from KVM after a fault had "
		       "marked it; the same access, or the next one, faults once "
		       "more, and mark_page_dirty_in_slot() in "
		       "virt/kvm/kvm_main.c pushes another entry",
		.concerns = any,
		.applies = host_moved,
		.reads = true,
		.entries = moved_again,
	},
	{}
};

static bool applies(const struct allowance *a, const struct run *r, u32 slot)
{
	return a->concerns(r->backend) && a->applies(r, slot);
}

static bool widens(const struct allowance *a, const struct run *r, u32 slot)
{
	return a->widen && applies(a, r, slot);
}

bool allowance_applies(const struct run *r, u32 slot)
{
	for (const struct allowance *a = allowances; a->name; a++)
		if (widens(a, r, slot))
			return true;
	return false;
}

void allowance_widen(const struct run *r, u32 slot, struct pageset *may)
{
	for (const struct allowance *a = allowances; a->name; a++)
		if (widens(a, r, slot))
			a->widen(r, slot, may);
}

u32 allowance_entries(const struct run *r, u32 slot, u32 *const *marks, u32 v,
		      u64 page)
{
	u32 entries = 0;

	for (const struct allowance *a = allowances; a->name; a++)
		if (a->entries && (a->reads || marks[v][page]) && applies(a, r, slot))
			entries += a->entries(r, slot, marks, v, page);
	return entries;
}

void allowance_note(const struct run *r, u32 slot, const struct pageset *must,
		    const struct pageset *reported)
{
	for (const struct allowance *a = allowances; a->name; a++) {
		struct pageset excused;
		u64 nr;

		if (!widens(a, r, slot))
			continue;
		pageset_init(&excused, must->nr_pages);
		a->widen(r, slot, &excused);
		pageset_and(&excused, reported);
		pageset_andnot(&excused, must);
		nr = pageset_count(&excused);
		if (nr)
			verdict_note("round %u: %lu pages allowed by %s",
				     r->round, nr,
				     a->name);
		pageset_free(&excused);
	}
}
