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
expression E;
@@
  rmap_write_protect(...)
  {
  ...
  bool flush = false;
+ bool done = false;
  <...
- flush |= E;
+ if (!done) {
+ 	done = is_writable_pte(*sptep);
+ 	flush |= E;
+ }
  ...>
  }
