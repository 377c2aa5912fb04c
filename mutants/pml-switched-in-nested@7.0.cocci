// SPDX-License-Identifier: GPL-2.0-only
//
// When logging is switched while a nested guest runs, the processor is told so in the
// VMCS of that guest, and not in that of its hypervisor.
//
// lost: all that the hypervisor writes then
// mirrors: E21; Linux 7 switches it with vmcs01 loaded
// class: vmx-pml
// where: vmx
// kernels: 7.0-
// files: arch/x86/kvm/vmx/vmx.c
@@
@@
  vmx_update_cpu_dirty_logging(...)
  {
  <...
- guard(vmx_vmcs01)(vcpu);
  ...>
  }
