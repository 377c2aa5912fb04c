# SPDX-License-Identifier: GPL-2.0-only
#
# With shadow paging KVM also maps the neighbours of a page that the guest uses, and not
# if their slot logs. It looks for the bitmap of the slot, which a slot that logs to a
# ring does not have: the neighbours are mapped writable, and pushed.
#
# lost: nothing, but the ring fills with pages that nobody wrote
# mirrors: -
# class: dirty-ring
# where: svm:npt0
# kernels: 7.0-
# files: arch/x86/kvm/mmu/mmu.c
/^static struct kvm_memory_slot \*gfn_to_memslot_dirty_bitmap(/,/^}/s/^\tif (no_dirty_log && kvm_slot_dirty_track_enabled(slot))$/\tif (no_dirty_log \&\& slot->dirty_bitmap)/
