// SPDX-License-Identifier: GPL-2.0-only
//
// When a page is marked dirty, the next page is marked too.
//
// lost: nothing; twice as much is sent
// mirrors: the sabotage that S. Christopherson names in his rework of the
//   kernel's dirty_log_test (6.15)
// class: over-report
// where: svm vmx arm64
// kernels: 5.12-
// files: virt/kvm/kvm_main.c
@@
identifier rel_gfn, memslot;
@@
  mark_page_dirty_in_slot(...)
  {
  <...
- set_bit_le(rel_gfn, memslot->dirty_bitmap);
+ bitmap_set(memslot->dirty_bitmap, rel_gfn, rel_gfn + 1 < memslot->npages ? 2 : 1);
  ...>
  }
