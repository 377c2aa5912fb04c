// SPDX-License-Identifier: GPL-2.0-only
//
// A page fault that maps a page writable does not mark it dirty.
//
// lost: the first write to each page that was not mapped
// mirrors: the class of B22, bcc4f2bc5026 (5.16) "KVM: MMU: mark page dirty in
//   make_spte"
// class: x86-mmu
// where: svm:default,npt0 vmx
// kernels: 5.16-
// files: arch/x86/kvm/mmu/spte.c
@@
@@
  make_spte(...)
  {
  <...
- mark_page_dirty_in_slot(...);
  ...>
  }
