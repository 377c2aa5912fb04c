# SPDX-License-Identifier: GPL-2.0-only
#
# A clear with INITIALLY_SET protects the huge page that its first page is in, and not the
# one that its last page is in.
#
# lost: pages behind a huge edge that goes through a word of the bitmap
# mirrors: C26: what KVM_CLEAR_DIRTY_LOG protects
# class: x86-mmu
# where: svm:eager0
# kernels: 5.12-
# files: arch/x86/kvm/mmu/mmu.c
/ALIGN(start << PAGE_SHIFT, PMD_SIZE) !=/s/ALIGN(start/0 \&\& &/
