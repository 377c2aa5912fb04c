// SPDX-License-Identifier: GPL-2.0-only
//
// A fault marks the page dirty even if it maps the page read-only.
//
// lost: nothing; pages that were only read are sent
// mirrors: B22, bcc4f2bc5026 (5.16): marked when mapped
// class: over-report
// where: svm vmx
// kernels: 5.16-
// files: arch/x86/kvm/mmu/spte.c
@@
identifier spte, slot;
@@
  make_spte(...)
  {
  <...
- (spte & PT_WRITABLE_MASK) && kvm_slot_dirty_track_enabled(slot)
+ kvm_slot_dirty_track_enabled(slot)
  ...>
  }
