// SPDX-License-Identifier: GPL-2.0-only
//
// KVM_CLEAR_DIRTY_LOG clears the bits and does not protect the pages again.
//
// lost: every write after the first to a page
// mirrors: B12, f1b3b06a058b (5.12): pages that are not re-protected
// class: generic
// where: svm vmx arm64
// kernels: 5.0-
// files: virt/kvm/kvm_main.c
@@
@@
  kvm_clear_dirty_log_protect(...)
  {
  <...
- kvm_arch_mmu_enable_log_dirty_pt_masked(...);
  ...>
  }
