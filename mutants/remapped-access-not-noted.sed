# SPDX-License-Identifier: GPL-2.0-only
#
# With shadow paging, KVM does not note that a page that was mapped for reading is now
# mapped for writing.
#
# lost: dirty bits of the guest's tables, and the pages of these
# mirrors: -
# class: shadow
# where: svm:npt0 vmx:ept0
# kernels: 6.12-7.3
# files: arch/x86/kvm/mmu/mmu.c
/^static int mmu_set_spte(/,/^}/{
/kvm_mmu_page_set_access(sp, spte_index(sptep), pte_access);/d
}
