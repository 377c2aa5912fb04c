// SPDX-License-Identifier: GPL-2.0-only
//
// A harvest does not make running vCPUs leave the guest, so that what their
// processors have logged is missing from it.
//
// lost: nothing that is lost for good; a harvest that is called the last one
//   is not
// mirrors: G16: hardware logs are flushed first
// class: vmx-pml
// where: vmx
// kernels: 5.0-
// files: arch/x86/kvm/x86.c
@@
identifier vcpu;
@@
  kvm_arch_sync_dirty_log(...)
  {
  <...
- kvm_vcpu_kick(vcpu);
+ ;
  ...>
  }
