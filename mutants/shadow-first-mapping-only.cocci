// SPDX-License-Identifier: GPL-2.0-only
//
// The shadow MMU write-protects only the first mapping of a page that is
// mapped more than once.
//
// lost: writes through another address of the guest
// mirrors: B19: a mapping that is left writable
// class: shadow
// where: svm:npt0 vmx:ept0
// kernels: 5.12-
// files: arch/x86/kvm/mmu/mmu.c
@@
identifier flush;
@@
  rmap_write_protect(...)
  {
  <...
- flush |= spte_write_protect(...);
+ if (!flush)
+ 	flush |= spte_write_protect(sptep, pt_protect);
  ...>
  }
