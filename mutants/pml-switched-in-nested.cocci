// SPDX-License-Identifier: GPL-2.0-only
//
// When logging is switched while a nested guest runs, the processor is never told to
// log what the hypervisor of that guest writes.
//
// lost: all that the hypervisor writes then
// mirrors: a85863c2ec4c (5.12) "KVM: VMX: Dynamically enable/disable PML based on memslot
//   dirty logging", which waits for the nested guest's exit
// class: vmx-pml
// where: vmx
// kernels: 5.12-6.16
// files: arch/x86/kvm/vmx/vmx.c
@@
expression vmx;
@@
  vmx_update_cpu_dirty_logging(...)
  {
  <...
- vmx->nested.update_vmcs01_cpu_dirty_logging = true;
  ...>
  }
