# SPDX-License-Identifier: GPL-2.0-only
#
# A fault that makes a page writable marks it only if the host has a struct page for it, as
# if the memory of a device could not be dirty.
#
# lost: in a slot of a device's memory, what the guest writes
# mirrors: -
# class: x86-mmu
# where: svm
# kernels: 6.1-
# files: arch/x86/kvm/mmu/spte.c
/^bool make_spte(/,/^}/s/if ((spte & PT_WRITABLE_MASK) && kvm_slot/if ((spte \& PT_WRITABLE_MASK) \&\& pfn_valid(pfn) \&\& kvm_slot/
