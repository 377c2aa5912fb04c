# SPDX-License-Identifier: GPL-2.0-only
#
# When the host takes memory away, a nested guest keeps it.
#
# lost: what a nested guest stores after the host gave the address another page
# mirrors: none
# class: notifier
# where: svm
# kernels: 6.12-
# files: arch/x86/kvm/mmu/mmu.c
/^bool kvm_unmap_gfn_range(/,/^}/s/^	if (kvm_memslots_have_rmaps(kvm))$/	if (kvm_memslots_have_rmaps(kvm) \&\& !tdp_mmu_enabled)/
