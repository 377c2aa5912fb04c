# SPDX-License-Identifier: GPL-2.0-only
#
# When the host takes memory away, it stays mapped for a guest in SMM.
#
# lost: what the guest stores in SMM after the host gave the address another
#   page
# mirrors: the class of 2b9663d8a1e3 (5.14): which address space an MMU
#   notifier zaps
# class: notifier
# where: svm
# kernels: 7.0-
# files: arch/x86/kvm/mmu/tdp_mmu.c
/^bool kvm_tdp_mmu_unmap_gfn_range(/,/^}/s/range->slot->as_id/0/
