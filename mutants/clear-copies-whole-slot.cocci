// SPDX-License-Identifier: GPL-2.0-only
//
// KVM_CLEAR_DIRTY_LOG copies as many words of the bitmap as the whole slot
// has, even if the range is smaller.
//
// lost: nothing; a range whose bitmap ends with a page of memory is refused
//   with EFAULT
// mirrors: B3, 4ddc9204572c (5.2) "KVM: Fix the bitmap range to copy during
//   clear dirty"
// class: generic
// where: svm vmx arm64
// kernels: 5.0-
// files: virt/kvm/kvm_main.c
@@
identifier log, memslot;
expression n, bits;
@@
  bits = memslot->dirty_bitmap;
- n = ALIGN(log->num_pages, BITS_PER_LONG) / 8;
+ n = kvm_dirty_bitmap_bytes(memslot);
