// SPDX-License-Identifier: GPL-2.0-only
//
// KVM takes a full PML buffer for an empty one.
//
// lost: 512 pages at a time
// mirrors: PML's index wraps to 0xffff when the log is full
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
- pml_idx == PML_HEAD_INDEX
+ pml_idx == PML_HEAD_INDEX || pml_idx >= PML_LOG_NR_ENTRIES
  ...>
  }
