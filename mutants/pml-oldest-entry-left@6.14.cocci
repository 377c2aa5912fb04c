// SPDX-License-Identifier: GPL-2.0-only
//
// KVM stops before the oldest entry when it reads the PML buffer.
//
// lost: the first page that was written since the last exit
// mirrors: B31, 37c3ddfe5238 (6.14): the order in which the log is read
// class: vmx-pml
// where: vmx
// kernels: 6.14-
// files: arch/x86/kvm/vmx/vmx.c
@@
identifier i;
expression tail;
@@
  vmx_flush_pml_buffer(...)
  {
  <...
- for (i = PML_HEAD_INDEX; i >= tail; i--)
+ for (i = PML_HEAD_INDEX - 1; i >= tail; i--)
  { ... }
  ...>
  }
