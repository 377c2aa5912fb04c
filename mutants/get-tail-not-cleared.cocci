// SPDX-License-Identifier: GPL-2.0-only
//
// KVM_GET_DIRTY_LOG rounds the number of words down: the tail of a slot of odd
// size is never reported.
//
// lost: the last pages of such a slot
// mirrors: B2, 76d58e0f07ec (5.1): slots of unaligned size
// class: generic
// where: svm vmx arm64
// kernels: 5.0-
// files: virt/kvm/kvm_main.c
@@
identifier n;
symbol memslot;
@@
  kvm_get_dirty_log_protect(...)
  {
  <...
- n / sizeof(long)
+ memslot->npages / BITS_PER_LONG
  ...>
  }
