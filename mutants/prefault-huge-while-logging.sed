# SPDX-License-Identifier: GPL-2.0-only
#
# Memory that logs is mapped ahead by huge mappings.
#
# lost: all that is written to such a huge page
# mirrors: none
# class: prefault
# where: svm
# kernels: 6.12-
# files: arch/x86/kvm/mmu/mmu.c
/^void kvm_mmu_hugepage_adjust(/,/^}/s/^	if (kvm_slot_dirty_track_enabled(slot))$/	if (kvm_slot_dirty_track_enabled(slot) \&\& !fault->prefetch)/
