# SPDX-License-Identifier: GPL-2.0-only
#
# With INITIALLY_SET a clear protects a huge mapping of the shadow MMU and then that of the
# TDP MMU, but the second only if there was none of the first.
#
# A guest and its nested guest both write to memory that each of them has mapped by a huge
# page. Userspace switches the logging on, all pages being dirty, and clears them. The outer
# guest writes again, and its huge mapping is writable, unless it was split eagerly.
#
# lost: writes to a huge mapping, if a nested guest has a huge mapping of the same memory
# mirrors: none; a plausible slip in kvm_mmu_slot_gfn_write_protect(), which asks two MMUs
# class: nested
# where: svm:eager0
# kernels: 6.12-7.3
# files: arch/x86/kvm/mmu/mmu.c
/^bool kvm_mmu_slot_gfn_write_protect(/,/^}/{
	/^	if (tdp_mmu_enabled)$/,/^		write_protected |=/s/^	if (tdp_mmu_enabled)$/	if (tdp_mmu_enabled \&\& !write_protected)/
}
