# SPDX-License-Identifier: GPL-2.0-only
#
# A harvest leaves mappings writable that are in a shadow table which is not in sync with the
# guest's table, as if all entries of such a table were made anew before they are used.
#
# A guest writes a page, then to the page table that maps it, without a flush. Userspace
# harvests, and the guest writes the page again: its mapping was never protected, nor is it
# when the table is synchronized, since the guest's entry is as it was.
#
# lost: second writes to pages whose page table the guest has changed since its last flush
# mirrors: none; a plausible slip in rmap_write_protect()
# class: shadow
# where: svm:npt0 vmx:ept0
# kernels: 6.12-7.3
# files: arch/x86/kvm/mmu/mmu.c
/^static bool rmap_write_protect(/,/^}/s/^\t\tflush |= spte_write_protect(sptep, pt_protect);$/\t\tif (pt_protect || !sptep_to_sp(sptep)->unsync)\n\t\t\tflush |= spte_write_protect(sptep, pt_protect);/
