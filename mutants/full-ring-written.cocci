// SPDX-License-Identifier: GPL-2.0-only
//
// KVM_RUN writes the record of stolen time before it looks whether the ring is full.
//
// lost: entries that nobody harvested, when a vCPU with a full ring is run again and
//   again: each run pushes one, and they overrun the ring
// mirrors: finding F15, which is arm64's, and which nobody has reported
// class: dirty-ring
// where: svm vmx
// kernels: 6.2-
// files: arch/x86/kvm/x86.c
@@
identifier vcpu;
statement S;
@@
  vcpu_enter_guest(...)
  {
  <...
+ if (kvm_check_request(KVM_REQ_STEAL_UPDATE, vcpu))
+         record_steal_time(vcpu);
  if (kvm_dirty_ring_check_request(vcpu)) S
  ...>
  }
