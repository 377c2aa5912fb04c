// SPDX-License-Identifier: GPL-2.0-only
//
// That a page has to be fetched first is told the guest in memory (asynchronous
// page faults), without marking the page of the message dirty.
//
// lost: the message: after a migration the guest's task waits for a page that the
//   guest was never told of
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
