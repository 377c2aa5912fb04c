// SPDX-License-Identifier: GPL-2.0-only
//
// A ring can be enabled after vCPUs were created. These vCPUs have no ring.
//
// lost: the kernel crashes: the vCPU writes to a ring that was never
//   allocated
// mirrors: B23, 5593473a1e6c (5.18, CVE-2022-1263) "KVM: avoid NULL pointer
//   dereference in kvm_dirty_ring_push"
// class: api
// where: svm vmx arm64
// kernels: 5.11-
// files: virt/kvm/kvm_main.c
@@
identifier kvm;
@@
  kvm_vm_ioctl_enable_dirty_log_ring(...)
  {
  <...
- kvm->created_vcpus
+ false
  ...>
  }
