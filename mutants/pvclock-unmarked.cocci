// SPDX-License-Identifier: GPL-2.0-only
//
// KVM updates the guest's clock in guest memory through a cached page, and
// does not mark that page dirty.
//
// lost: the clock: after a migration the guest reads an old time, and its
//   time jumps
// mirrors: the class of B25 and B47, d215f014b352: a write through a pfn cache
//   without its mark
// class: own-writes
// where: svm vmx
// kernels: 6.9-
// files: arch/x86/kvm/x86.c
@@
@@
  kvm_setup_guest_pvclock(...)
  {
  <...
- kvm_gpc_mark_dirty_in_slot(...);
  ...>
  }
