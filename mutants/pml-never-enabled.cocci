// SPDX-License-Identifier: GPL-2.0-only
//
// KVM does not enable PML when a slot begins to log.
//
// lost: writes to pages that are mapped writable
// mirrors: B8, 44ac5958a6c1 (5.12): what depends on PML being on
// class: vmx-pml
// where: vmx
// kernels: 5.13-
// files: arch/x86/kvm/vmx/vmx.c
@@
@@
  vmx_update_cpu_dirty_logging(...)
  {
  <...
- secondary_exec_controls_setbit(...);
+ ;
  ...>
  }
