# SPDX-License-Identifier: GPL-2.0-only
#
# With a ring, a page is mapped huge also while its slot logs.
#
# lost: all other pages of the huge page
# mirrors: -
# class: x86-mmu
# where: svm vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/mmu/mmu.c
/^void kvm_mmu_hugepage_adjust(/,/^}/s/if (kvm_slot_dirty_track_enabled(slot))/if (slot->dirty_bitmap)/
