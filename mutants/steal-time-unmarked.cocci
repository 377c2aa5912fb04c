// SPDX-License-Identifier: GPL-2.0-only
//
// KVM writes the record of stolen time to guest memory, and does not mark the
// page dirty.
//
// lost: the record: after a migration the guest finds an old one
// mirrors: B25, 7e2175ebd695 (5.16) "KVM: x86: Fix recording of guest steal
//   time / preempted status"
// class: own-writes
// where: svm vmx
// kernels: 5.16-
// files: arch/x86/kvm/x86.c
@@
identifier f = { record_steal_time, kvm_steal_time_set_preempted };
@@
  f(...)
  {
  <...
- mark_page_dirty_in_slot(...);
+ ;
  ...>
  }
