// SPDX-License-Identifier: GPL-2.0-only
//
// A ring may be smaller than a page.
//
// lost: entries that lie beside the pages of the ring
// mirrors: a limit that is wrong by a factor (R4)
// class: api
// where: svm vmx:pml0 arm64
// kernels: 5.11-
// files: virt/kvm/kvm_main.c
@@
identifier size;
@@
  kvm_vm_ioctl_enable_dirty_log_ring(...)
  {
  <...
- size < PAGE_SIZE
+ size < PAGE_SIZE / 2
  ...>
  }
