// SPDX-License-Identifier: GPL-2.0-only
//
// KVM takes a full PML buffer for an empty one.
//
// lost: 512 pages at a time
// mirrors: PML's index wraps to 0xffff when the log is full
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
- pml_idx == (PML_ENTITY_NUM - 1)
+ pml_idx == (PML_ENTITY_NUM - 1) || pml_idx >= PML_ENTITY_NUM
  ...>
  }
