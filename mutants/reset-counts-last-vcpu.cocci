// SPDX-License-Identifier: GPL-2.0-only
//
// KVM_RESET_DIRTY_RINGS returns the count of the last vCPU's ring only, and
// flushes the TLBs only if that count is not 0.
//
// lost: writes through stale TLB entries, if the last vCPU was idle
// mirrors: R21, R39
// class: dirty-ring
// where: svm vmx arm64
// kernels: 5.11-6.16
// files: virt/kvm/kvm_main.c
@@
identifier cleared, vcpu;
@@
  kvm_vm_ioctl_reset_dirty_pages(...)
  {
  <...
- cleared += kvm_dirty_ring_reset(vcpu->kvm, &vcpu->dirty_ring)
+ cleared = kvm_dirty_ring_reset(vcpu->kvm, &vcpu->dirty_ring)
  ...>
  }
