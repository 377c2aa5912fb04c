// SPDX-License-Identifier: GPL-2.0-only
//
// KVM writes to guest memory that a page is not present (asynchronous page
// faults), and does not mark that memory dirty.
//
// lost: the message: after a migration a task of the guest waits for ever
// mirrors: the class of B26: a write of KVM's own without its mark
// class: own-writes
// where: svm vmx
// kernels: 5.8-
// files: arch/x86/kvm/x86.c
@@
expression size, kvm, cache, data;
@@
  apf_put_user_notpresent(...)
  {
  <...
- kvm_write_guest_cached(kvm, cache, data, size)
+ __copy_to_user((void *)(cache)->hva, data, size)
  ...>
  }
