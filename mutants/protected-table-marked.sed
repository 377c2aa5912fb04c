# SPDX-License-Identifier: GPL-2.0-only
#
# KVM marks each page that the guest may write, also if the page is one of the guest's
# tables and is mapped without write access for that reason.
#
# A table of the guest, or of its nested guest, was harvested, and its mapping goes (the host
# takes the memory away, or the guest maps it at a new address). The guest reads the table:
# KVM maps it again, and reports it.
#
# lost: nothing; tables that were only read are sent
# mirrors: none; the class of bcc4f2bc5026 (5.16) "KVM: MMU: mark page dirty in make_spte"
# class: over-report
# where: svm:npt0 vmx:ept0
# kernels: 6.12-7.3
# files: arch/x86/kvm/mmu/spte.c
/^bool make_spte(/,/^}/s/if ((spte & PT_WRITABLE_MASK) && kvm_slot_dirty_track_enabled(slot)) {/if (((spte \& PT_WRITABLE_MASK) || wrprot) \&\&\n\t    kvm_slot_dirty_track_enabled(slot)) {/
