// SPDX-License-Identifier: GPL-2.0-only
/* Changes to slots of a VM that runs. */
#include <errno.h>
#include <string.h>

#include "host/machine/arch.h"
#include "host/machine/compat.h"
#include "host/machine/machine.h"
#include "verdict/verdict.h"

/*
 * Tell KVM what the slot is now, with @bytes of memory. Returns an errno value.
 */
static int tell(struct machine *m, const struct machine_slot *s, u64 bytes,
		bool region2)
{
	u32 flags = (s->logging ? KVM_MEM_LOG_DIRTY_PAGES : 0) |
		    (s->readonly ? KVM_MEM_READONLY : 0);
	struct kvm_userspace_memory_region2 region = {
		.slot = s->id,
		.flags = flags,
		.guest_phys_addr = s->gpa,
		.memory_size = bytes,
		.userspace_addr = (uintptr_t)s->hva,
	};

	/* The new struct begins with the old one. */
	return ioctl(m->vm->fd,
		     region2 ? KVM_SET_USER_MEMORY_REGION2 :
			       KVM_SET_USER_MEMORY_REGION,
		     &region) ? errno : 0;
}

static u64 bytes_of(const struct machine *m, const struct machine_slot *s)
{
	return s->nr_pages << m->page_shift;
}

/*
 * Map @nr pages of the guest that one table of its own maps.  The library walks the
 * tables for each page, which for a slot takes longer than all that KVM does for it.
 */
static void map_run(struct kvm_vm *vm, u64 gva, u64 gpa, u64 nr)
{
	u64 *entry;

	virt_pg_map(vm, gva, gpa);
	entry = arch_leaf_entry(vm, gva);
	for (u64 i = 1; i < nr; i++)
		entry[i] = entry[0] + i * vm->page_size;
}

void machine_map_slot(struct machine *m, u32 slot)
{
	const struct machine_slot *s = &m->slot[slot];
	struct kvm_vm *vm = m->vm;
	u64 in_table = vm->page_size / sizeof(u64);
	/*
	 * Guest pages may be larger than host pages, and then reach beyond the
	 * slot's ends.
	 */
	u64 page = s->gpa >> vm->page_shift;
	u64 end = (s->gpa + bytes_of(m, s) + vm->page_size - 1) >> vm->page_shift;

	while (page < end) {
		u64 table_end = (page / in_table + 1) * in_table;
		u64 nr = (end < table_end ? end : table_end) - page;
		u64 gva = page << vm->page_shift;

		if (!sparsebit_is_clear_num(vm->vpages_mapped, page, nr))
			nr = 1;
		if (sparsebit_is_clear(vm->vpages_mapped, page)) {
			map_run(vm, gva, gva, nr);
			if (m->nest)
				map_run(vm, gva + ABI_NESTED_ALIAS,
					m->nest == NEST_FLAT ?
						gva :
						gva + arch_nested_gpa,
					nr);
			/* Some versions of the library do not do so. */
			sparsebit_set_num(vm->vpages_mapped, page, nr);
		}
		page += nr;
	}
	/* machine_boot() says if there is no user mode. */
	if (m->user)
		(void)arch_user(vm);
}

void machine_log(struct machine *m, u32 slot, bool on)
{
	struct machine_slot *s = &m->slot[slot];
	int err;

	s->logging = on;
	err = tell(m, s, bytes_of(m, s), false);
	if (err)
		verdict_fail("switching logging %s: %s", on ? "on" : "off",
			     strerror(err));
}

void machine_zap_slot_alone(struct machine *m)
{
	if (!arch_zap_slot_alone(m->vm))
		verdict_skip("KVM has no choice of mappings to drop with a slot");
}

void machine_delete_slot(struct machine *m, u32 slot)
{
	struct machine_slot *s = &m->slot[slot];
	int err = tell(m, s, 0, false);

	if (err)
		verdict_fail("deleting slot %u: %s", s->id, strerror(err));
	s->logging = false;
}

void machine_create_slot(struct machine *m, u32 slot,
			 const struct machine_slot_again *as)
{
	struct machine_slot *s = &m->slot[slot];
	int err;

	if (as->gpa)
		s->gpa = as->gpa;
	if (as->hva)
		s->hva = as->hva;
	s->logging = as->logging;
	s->readonly = as->readonly;
	/*
	 * compat_ioctl() makes the old call where KVM lacks this one, so KVM is
	 * asked.
	 */
	if (as->region2 &&
	    ioctl(m->vm->kvm_fd, KVM_CHECK_EXTENSION,
		  KVM_CAP_USER_MEMORY2) <= 0)
		verdict_skip("KVM_CAP_USER_MEMORY2 is 0");
	if (as->readonly && !kvm_has_cap(KVM_CAP_READONLY_MEM))
		verdict_skip("KVM_CAP_READONLY_MEM is 0");
	err = tell(m, s, bytes_of(m, s), as->region2);
	if (err)
		verdict_fail("slot %u of %lu pages at 0x%lx: %s", s->id,
			     s->nr_pages, s->gpa, strerror(err));
	machine_map_slot(m, slot);
}

void machine_move_slot(struct machine *m, u32 slot, u64 gpa)
{
	struct machine_slot *s = &m->slot[slot];
	int err;

	s->gpa = gpa;
	err = tell(m, s, bytes_of(m, s), false);
	if (err)
		verdict_fail("moving slot %u to 0x%lx: %s", s->id, gpa,
			     strerror(err));
	machine_map_slot(m, slot);
}
