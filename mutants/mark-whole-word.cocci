// SPDX-License-Identifier: GPL-2.0-only
//
// A page that is marked dirty marks all 64 pages of its word in the log.
//
// lost: nothing; 64 times as much is sent
// mirrors: the class of B13, 6d9aafb96d5f (5.13): over-report
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
+ WRITE_ONCE(memslot->dirty_bitmap[rel_gfn / BITS_PER_LONG], ~0ul);
  ...>
  }
