# SPDX-License-Identifier: GPL-2.0-only
#
# KVM maps the neighbours of a page that the guest uses also in a slot that logs.
#
# lost: nothing; pages beside a page that was written are sent
# mirrors: none; the class of 957ed9effd80 (2.6.36), which maps no neighbours
#   in a slot that logs
# class: over-report
# where: svm:npt0,tdp0
# kernels: 6.12-
# files: arch/x86/kvm/mmu/mmu.c
/^static struct kvm_memory_slot \*gfn_to_memslot_dirty_bitmap(/,/^}/s/if (no_dirty_log && kvm_slot_dirty_track_enabled(slot))/if (no_dirty_log \&\& slot->flags \& KVM_MEM_READONLY)/
