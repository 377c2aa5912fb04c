# SPDX-License-Identifier: GPL-2.0-only
#
# A mapping that becomes writable again, and is not new, is not marked.
#
# lost: stores to pages that were harvested, where KVM has no fast path
# mirrors: none; the fast path of 6.14 (E19)
# class: x86-mmu
# where: svm
# kernels: 6.12-
# files: arch/x86/kvm/mmu/spte.c
/^bool make_spte(/,/^}/s/^	if ((spte & PT_WRITABLE_MASK) && kvm_slot_dirty_track_enabled(slot)) {$/	if ((spte \& PT_WRITABLE_MASK) \&\& !is_shadow_present_pte(old_spte) \&\& kvm_slot_dirty_track_enabled(slot)) {/
