// SPDX-License-Identifier: GPL-2.0-only
//
// The index of the log points at the next free entry; reading begins there,
// one too early.
//
// lost: nothing; what stood there from before is reported again
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
- pml_idx++;
+ ;
  ...>
  }
