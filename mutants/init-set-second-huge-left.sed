# SPDX-License-Identifier: GPL-2.0-only
#
# With initially-set bits, a word that crosses two huge pages protects the first
# alone.
#
# lost: writes to pages of the second huge page, after they were cleared
# mirrors: none; the second half of 3c9bd4006bfc (5.7), in a word that
#   crosses huge pages
# class: x86-mmu
# where: svm:eager0
# kernels: 6.12-
# files: arch/x86/kvm/mmu/mmu.c
/^void kvm_arch_mmu_enable_log_dirty_pt_masked(/,/^}/s/ALIGN(start << PAGE_SHIFT, PMD_SIZE) !=/start > end \&\& &/
