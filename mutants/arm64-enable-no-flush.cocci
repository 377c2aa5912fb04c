// SPDX-License-Identifier: GPL-2.0-only
//
// Switching logging on write-protects mappings, but does not flush the TLBs.
//
// lost: writes through stale TLB entries
// mirrors: B18, b64d740ea7dd (6.0): a flush that is missing
// class: arm64
// where: arm64
// kernels: 5.0-
// files: arch/arm64/kvm/mmu.c
@@
@@
  kvm_mmu_wp_memory_region(...)
  {
  <...
- kvm_flush_remote_tlbs_memslot(...);
  ...>
  }
