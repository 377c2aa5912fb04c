// SPDX-License-Identifier: GPL-2.0-only
//
// Switching logging on splits blocks and protects nothing.
//
// lost: writes to pages that are mapped writable already
// mirrors: B18 and finding F3
// class: arm64
// where: arm64
// kernels: 5.19-
// files: arch/arm64/kvm/mmu.c
@@
@@
  kvm_arch_commit_memory_region(...)
  {
  <...
- kvm_mmu_wp_memory_region(...);
  ...>
  }
