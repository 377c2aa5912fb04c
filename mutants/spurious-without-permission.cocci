// SPDX-License-Identifier: GPL-2.0-only
//
// A fault on a page that is mapped counts as spurious, whatever the mapping allows.
//
// lost: nothing: a guest that writes to a protected page never gets on
// mirrors: the check that Linux 7 makes before make_spte()
// class: x86-mmu
// where: svm vmx
// kernels: 7.0-
// files: arch/x86/kvm/mmu/tdp_mmu.c
@@
identifier fault;
expression e;
@@
  tdp_mmu_map_handle_target_level(...)
  {
  <...
- (fault->prefetch || !e)
+ true
  ...>
  }
