// SPDX-License-Identifier: GPL-2.0-only
//
// The clock that KVM keeps in guest memory through a cached page is updated
// without marking that page dirty.
//
// lost: the guest reads an old clock after a migration, and its time jumps
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
