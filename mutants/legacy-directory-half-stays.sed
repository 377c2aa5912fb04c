# SPDX-License-Identifier: GPL-2.0-only
#
# An entry of a 32-bit guest's page directory leads to 4 MiB, and KVM has two entries
# of 2 MiB for it. When the guest changes the entry, KVM drops the first of the two.
# A guest with 32-bit paging (no PAE) and shadow paging lets an entry of its directory
# lead to another page table, flushes its TLB, and writes to the upper half of these
# 4 MiB: the store goes where the old table says.
#
# lost: stores through the new table: the old page is written and reported
# mirrors: -
# class: shadow
# where: svm:npt0 vmx:ept0
# kernels: 7.0-
# files: arch/x86/kvm/mmu/mmu.c
/^static u64 \*get_written_sptes(/,/^}/{
/^\t\t\t\*nspte = 2;$/d
}
