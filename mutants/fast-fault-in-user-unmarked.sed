# SPDX-License-Identifier: GPL-2.0-only
#
# The fast page fault of a store in user mode does not mark the page.
#
# lost: stores of user mode to pages that were harvested
# mirrors: none
# class: x86-mmu
# where: svm
# kernels: 6.12-
# files: arch/x86/kvm/mmu/mmu.c
/^static bool fast_pf_fix_direct_spte(/,/^}\|^fast_pf_fix_direct_spte(/s/mark_page_dirty_in_slot(vcpu->kvm, fault->slot, fault->gfn)/if (!fault->user || kvm_x86_call(get_cpl)(vcpu) != 3)\n			&/
