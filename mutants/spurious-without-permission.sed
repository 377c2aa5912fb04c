# SPDX-License-Identifier: GPL-2.0-only
#
# Every fault on a mapping that is there is spurious, also one that lacks a permission.
#
# lost: nothing; the vCPU stores forever where its page is mapped read only
# mirrors: E19: a fault on a page that is mapped well enough is spurious
# class: faults
# where: svm vmx
# kernels: 7.0-
# files: arch/x86/kvm/mmu/tdp_mmu.c
/^static int tdp_mmu_map_handle_target_level/,/^}/s/(fault->prefetch || !spte_permission_fault(.*)) &&$/1 \&\&/
