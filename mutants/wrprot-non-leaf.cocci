// SPDX-License-Identifier: GPL-2.0-only
//
// Switching logging on also write-protects whole page tables, and a write
// fault fixes the leaf entry only.
//
// lost: the guest faults for ever at its first write
// mirrors: B14, 3354ef5a592d (5.18), 45a61ebb2211 (6.8) "Check for leaf SPTE
//   when clearing dirty bit in the TDP MMU"
// class: x86-mmu
// where: svm vmx
// kernels: 6.1-
// files: arch/x86/kvm/mmu/tdp_mmu.c
@@
identifier iter;
@@
  wrprot_gfn_range(...)
  {
  <...
- if (!is_shadow_present_pte(iter.old_spte) ||
-     !is_last_spte(iter.old_spte, iter.level) ||
+ if (!is_shadow_present_pte(iter.old_spte) ||
      !(iter.old_spte & PT_WRITABLE_MASK))
  	continue;
  ...>
  }
