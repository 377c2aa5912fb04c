// SPDX-License-Identifier: GPL-2.0-only
//
// KVM makes a mapping writable when the host asks whether the guest has used the page.
//
// lost: stores to a page that was harvested, and that the host then asked the
//   age of
// mirrors: none; the rework of aging in 6.13 and 6.15, and the restoring of
//   access-tracked mappings
// class: aging
// where: svm
// kernels: 7.0-
// files: arch/x86/kvm/mmu/tdp_mmu.c
@@
expression new_spte;
@@
  kvm_tdp_mmu_age_spte(...)
  {
  <...
- new_spte = iter->old_spte & ~shadow_accessed_mask;
+ new_spte = iter->old_spte & ~shadow_accessed_mask;
+ if (is_mmu_writable_spte(new_spte))
+         new_spte |= PT_WRITABLE_MASK;
  ...>
  }
