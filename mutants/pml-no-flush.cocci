// SPDX-License-Identifier: GPL-2.0-only
//
// KVM does not read the PML buffer when a vCPU exits.
//
// lost: all pages that PML has logged
// mirrors: B7, 1f4e5fc83a42 (5.4): PML and writes that go unlogged
// class: vmx-pml
// where: vmx
// kernels: 5.0-
// files: arch/x86/kvm/vmx/vmx.c
@@
identifier vcpu;
@@
  __vmx_handle_exit(...)
  {
  <...
- vmx_flush_pml_buffer(vcpu);
+ ;
  ...>
  }
