// SPDX-License-Identifier: GPL-2.0-only
//
// A ring may have a size that is no power of two, though KVM masks its index.
//
// lost: entries that overwrite others
// mirrors: B30 and R3: a ring whose index goes astray
// class: api
// where: svm vmx arm64
// kernels: 5.11-
// files: virt/kvm/kvm_main.c
@@
identifier size;
@@
  kvm_vm_ioctl_enable_dirty_log_ring(...)
  {
  <...
- !size || (size & (size - 1))
+ !size
  ...>
  }
