# SPDX-License-Identifier: GPL-2.0-only
#
# With INITIALLY_SET a clear protects huge mappings in the trees of the first address space,
# whichever of them the slot is in.
#
# A guest in SMM writes to memory of an SMM slot that is mapped by a huge page. Userspace
# switches the slot's logging on, all pages being dirty, and clears them. The guest writes
# in SMM again, and the huge mapping is writable, unless it was split eagerly.
#
# lost: writes in SMM to huge mappings, after the first clear
# mirrors: none; the class of what forgets the address space, in
#   kvm_tdp_mmu_write_protect_gfn()
# class: smm
# where: svm:eager0
# kernels: 6.12-7.3
# files: arch/x86/kvm/mmu/tdp_mmu.c
/^bool kvm_tdp_mmu_write_protect_gfn(/,/^}/s/for_each_valid_tdp_mmu_root(kvm, root, slot->as_id)/for_each_valid_tdp_mmu_root(kvm, root, 0)/
