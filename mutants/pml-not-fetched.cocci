// SPDX-License-Identifier: GPL-2.0-only
//
// A harvest does not make running vCPUs exit, so the pages in their PML
// buffers are missing from it.
//
// lost: nothing for good; but the harvest that a VMM takes for the last one
//   is incomplete
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
