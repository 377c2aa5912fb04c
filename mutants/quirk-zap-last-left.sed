# SPDX-License-Identifier: GPL-2.0-only
#
# Where a VMM switched the quirk of slots off, a slot that is deleted leaves its last
# page mapped.
#
# lost: what the guest stores in that page goes to memory that is no longer
#   the slot's
# mirrors: none; the range of KVM_X86_QUIRK_SLOT_ZAP_ALL, aa8d1f48d353
#   (6.12), off by one
# class: memslot
# where: svm
# kernels: 6.12-
# files: arch/x86/kvm/mmu/mmu.c
s/^\(		\.end = slot->base_gfn + slot->npages\),$/\1 - 1,/
