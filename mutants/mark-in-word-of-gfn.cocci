// SPDX-License-Identifier: GPL-2.0-only
//
// KVM counts a page's index from the multiple of 64 pages of guest memory at
// or below the slot's first page, not from the slot's first page.
//
// lost: pages are reported at the wrong place where a slot does not begin at a
//   multiple of 64 pages
// mirrors: B53, Firecracker 524c6d8fb (PR #5696): 47,000 pages at wrong
//   offsets
// class: generic
// where: svm vmx arm64
// kernels: 5.12-
// files: virt/kvm/kvm_main.c
@@
expression gfn, memslot;
@@
  mark_page_dirty_in_slot(...)
  {
  <...
- gfn - memslot->base_gfn
+ gfn - round_down(memslot->base_gfn, BITS_PER_LONG)
  ...>
  }
