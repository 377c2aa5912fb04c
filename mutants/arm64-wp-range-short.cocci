// SPDX-License-Identifier: GPL-2.0-only
//
// A harvest write-protects the pages of a word up to the last dirty one, and
// not the last one.
//
// lost: the last dirty page of each word of the log
// mirrors: B12, f1b3b06a058b (5.12), on another architecture
// class: arm64
// where: arm64
// kernels: 5.0-
// files: arch/arm64/kvm/mmu.c
@@
identifier base_gfn, mask;
@@
  kvm_arch_mmu_enable_log_dirty_pt_masked(...)
  {
  <...
- base_gfn + __fls(mask) + 1
+ base_gfn + __fls(mask)
  ...>
  }
