# SPDX-License-Identifier: GPL-2.0-only
#
# A nested guest gets huge mappings of memory that logs.
#
# lost: all but one page of each huge page
# mirrors: none
# class: nested
# where: svm
# kernels: 6.12-
# files: arch/x86/kvm/mmu/mmu.c
/^void kvm_mmu_hugepage_adjust(/,/^}/s/^	if (kvm_slot_dirty_track_enabled(slot))$/	if (kvm_slot_dirty_track_enabled(slot) \&\& !is_guest_mode(vcpu))/
