// SPDX-License-Identifier: GPL-2.0-only
//
// The PML index points at the next free entry. KVM begins to read there, one
// entry too early.
//
// lost: nothing; an old entry is reported again
// mirrors: B31, 37c3ddfe5238 (6.14): the order in which the log is read
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
+ pml_idx
  ...>
  }
