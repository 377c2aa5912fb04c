// SPDX-License-Identifier: GPL-2.0-only
//
// The page that a Hyper-V guest gives for what spares it exits is initialised
// without being marked dirty.
//
// lost: the guest finds rubbish in it after a migration
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
