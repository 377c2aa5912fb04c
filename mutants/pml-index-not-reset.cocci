// SPDX-License-Identifier: GPL-2.0-only
//
// KVM reads the PML buffer and does not reset the index. The same entries are
// read again and again, and the buffer becomes full.
//
// lost: nothing at first; then writes that do not fit in the buffer
// mirrors: B10, c3bb9a20834f (5.12)
// class: vmx-pml
// where: vmx
// kernels: 5.0-
// files: arch/x86/kvm/vmx/vmx.c
@@
@@
  vmx_flush_pml_buffer(...)
  {
  <...
- vmcs_write16(...);
  ...>
  }
