// SPDX-License-Identifier: GPL-2.0-only
//
// The same as wrprot-skips-mmu-writable, in the TDP MMU. A page becomes a
// page table of the guest for a nested guest. A mapping of the page that
// dirty logging has write-protected already is not write-protected for good.
//
// lost: writes of a guest to the tables of its nested guest are not tracked,
//   and the nested guest runs on stale translations
// mirrors: B19, 7c8a4742c4ab (5.17) "KVM: x86/mmu: Fix write-protection of PTs
//   mapped by the TDP MMU"
// class: nested
// where: svm vmx:pml0
// kernels: 5.17-
// files: arch/x86/kvm/mmu/tdp_mmu.c
@@
identifier iter, new_spte;
@@
  write_protect_gfn(...)
  {
  <...
- if (new_spte == iter.old_spte)
+ if (!is_writable_pte(iter.old_spte))
  	break;
  ...>
  }
