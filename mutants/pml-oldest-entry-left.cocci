// SPDX-License-Identifier: GPL-2.0-only
//
// KVM stops before the oldest entry when it reads the PML buffer.
//
// lost: the first page that was written since the last exit
// mirrors: B31, 37c3ddfe5238 (6.14): the order in which the log is read
// class: vmx-pml
// where: vmx
// kernels: 5.0-6.13
// files: arch/x86/kvm/vmx/vmx.c
@@
identifier pml_idx;
@@
  vmx_flush_pml_buffer(...)
  {
  <...
- pml_idx < PML_ENTITY_NUM
+ pml_idx < PML_ENTITY_NUM - 1
  ...>
  }
