// SPDX-License-Identifier: GPL-2.0-only
//
// KVM initialises the VP assist page of a Hyper-V guest without marking it
// dirty.
//
// lost: the page: after a migration the guest finds garbage in it
// mirrors: the class of B24, 2efd61a608b0 (6.2): a write without its mark
// class: own-writes
// where: svm vmx
// kernels: 5.12-
// files: arch/x86/kvm/hyperv.c
@@
@@
  kvm_hv_set_msr(...)
  {
  <...
- kvm_vcpu_mark_page_dirty(...);
  ...>
  }
