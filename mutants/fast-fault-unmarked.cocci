// SPDX-License-Identifier: GPL-2.0-only
//
// A write fault that is fixed without the lock makes the mapping writable
// again, and does not mark the page dirty.
//
// lost: every write to a page that was harvested before
// mirrors: B17 and B24: a write without its mark
// class: x86-mmu
// where: svm:default,tdp0 vmx:default,pml0
// kernels: 5.12-
// files: arch/x86/kvm/mmu/mmu.c
@@
@@
  fast_pf_fix_direct_spte(...)
  {
  <...
- if (...)
- 	mark_page_dirty_in_slot(...);
  ...>
  }
