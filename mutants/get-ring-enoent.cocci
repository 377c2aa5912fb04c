// SPDX-License-Identifier: GPL-2.0-only
//
// KVM_GET_DIRTY_LOG of a VM with a ring returns ENOENT instead of ENXIO.
//
// lost: nothing; a VMM concludes that the slot is not logged
// mirrors: -
// class: api
// where: svm vmx arm64
// kernels: 6.2-
// files: virt/kvm/kvm_main.c
@@
@@
  kvm_get_dirty_log_protect(...)
  {
  <...
- return -ENXIO;
+ return -ENOENT;
  ...>
  }
