# SPDX-License-Identifier: GPL-2.0-only
#
# A fast page fault makes a protected huge mapping writable as a whole if the slot has no
# bitmap, though slots that log to a ring have none.
#
# lost: all pages but one of a huge mapping, in a VM with a ring and without eager page splitting
# mirrors: -
# class: dirty-ring
# where: svm:eager0
# kernels: 7.0-
# files: arch/x86/kvm/mmu/mmu.c
/^static int fast_page_fault(/,/^}/s/^\t\t\t    kvm_slot_dirty_track_enabled(fault->slot))$/\t\t\t    fault->slot->dirty_bitmap)/
