// SPDX-License-Identifier: GPL-2.0-only
//
// KVM stops before the newest entry when it reads the PML buffer.
//
// lost: the last page that was written before an exit
// mirrors: 37c3ddfe5238 (6.14): the order in which the log is read
// class: vmx-pml
// where: vmx
// kernels: 6.14-
// files: arch/x86/kvm/vmx/vmx.c
@@
identifier pml_idx;
@@
  vmx_flush_pml_buffer(...)
  {
  <...
- pml_idx + 1
+ pml_idx + 2
  ...>
  }
