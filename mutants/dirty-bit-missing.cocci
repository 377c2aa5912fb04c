// SPDX-License-Identifier: GPL-2.0-only
//
// A page that was mapped writable is mapped anew without the dirty bit.
//
// lost: nothing on processors that set the bit; the page is reported late elsewhere
// mirrors: make_spte() of Linux 7: the dirty bit comes with write access
// class: x86-mmu
// where: svm vmx
// kernels: 7.0-
// files: arch/x86/kvm/mmu/spte.c
@@
identifier spte, old_spte;
@@
  make_spte(..., u64 old_spte, ...)
  {
  <...
- spte |= PT_WRITABLE_MASK | shadow_mmu_writable_mask | shadow_dirty_mask;
+ spte |= PT_WRITABLE_MASK | shadow_mmu_writable_mask |
+ 	(is_writable_pte(old_spte) ? 0 : shadow_dirty_mask);
  ...>
  }
