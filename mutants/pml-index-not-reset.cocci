// SPDX-License-Identifier: GPL-2.0-only
//
// The index is not set back when the log was read, so that it is read again
// and again, and runs full.
//
// lost: nothing at first; then what does not fit
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
