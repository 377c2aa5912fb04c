// SPDX-License-Identifier: GPL-2.0-only
//
// KVM writes the state of a Xen guest's vCPU to guest memory, and does not
// mark the page dirty.
//
// lost: the record: after a migration the guest accounts its time wrongly
// mirrors: the class of B25 and B47, d215f014b352: a write through a pfn cache
//   without its mark
// class: own-writes
// where: svm vmx
// kernels: 6.9-
// files: arch/x86/kvm/xen.c
@@
@@
  kvm_xen_update_runstate_guest(...)
  {
  <...
- kvm_gpc_mark_dirty_in_slot(gpc1);
  ...>
  }
