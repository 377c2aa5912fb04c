// SPDX-License-Identifier: GPL-2.0-only
//
// KVM_PRE_FAULT_MEMORY maps a page again that is mapped, and so makes it writable.
//
// lost: nothing; pages that nobody wrote are sent
// mirrors: finding F5, which Linux 7 mends
// class: over-report
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
- fault->prefetch || !e
+ !fault->prefetch && !e
  ...>
  }
