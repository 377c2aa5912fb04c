// SPDX-License-Identifier: GPL-2.0-only
//
// A ring entry names the slot without its address space.
//
// lost: pages that the guest writes in SMM: they are taken for pages of the
//   ordinary slot of the same number
// mirrors: B21, 817fa998362d (6.4): the wrong address space
// class: dirty-ring
// where: svm vmx
// kernels: 5.11-
// files: virt/kvm/kvm_main.c
@@
identifier memslot;
@@
  mark_page_dirty_in_slot(...)
  {
  <...
- (memslot->as_id << 16) | memslot->id
+ memslot->id
  ...>
  }
