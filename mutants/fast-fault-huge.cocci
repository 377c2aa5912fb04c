// SPDX-License-Identifier: GPL-2.0-only
//
// A write fault on a huge page of a logged slot makes all of it writable.
//
// lost: all pages of a huge page but the page that was written first
// mirrors: B38, f587661f21eb (5.18): huge pages in the fast path of a fault
// class: x86-mmu
// where: svm:tdp0,eager0 vmx
// kernels: 5.12-
// files: arch/x86/kvm/mmu/mmu.c
@@
@@
  fast_page_fault(...)
  {
  <...
- if (sp->role.level > PG_LEVEL_4K && ...)
- 	break;
  ...>
  }
