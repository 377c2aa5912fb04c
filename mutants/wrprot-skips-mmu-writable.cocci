// SPDX-License-Identifier: GPL-2.0-only
//
// A mapping that dirty logging has write-protected already is not write-
// protected for good when its page becomes a page table of the guest: a write
// fault makes it writable without a look.
//
// lost: writes to shadowed page tables go untracked: a nested guest, or any
//   with shadow paging, runs on stale translations
// mirrors: B19, 7c8a4742c4ab (5.17) "KVM: x86/mmu: Fix write-protection of PTs
//   mapped by the TDP MMU"
// class: shadow
// where: svm:npt0 vmx:ept0
// kernels: 5.17-
// files: arch/x86/kvm/mmu/mmu.c
@@
identifier spte, pt_protect;
@@
  spte_write_protect(...)
  {
  <...
- if (!is_writable_pte(spte) &&
-     !(pt_protect && is_mmu_writable_spte(spte)))
+ if (!is_writable_pte(spte))
  	return false;
  ...>
  }
