// SPDX-License-Identifier: GPL-2.0-only
//
// A page fault maps a huge page although its slot is logged.
//
// lost: all pages of a huge page but the page that was written first
// mirrors: B36, a80868f39855 (5.1) "KVM: arm/arm64: Enforce PTE mappings at
//   stage2 when needed"; B41
// class: x86-mmu
// where: svm vmx
// kernels: 5.17-
// files: arch/x86/kvm/mmu/mmu.c
@@
@@
  kvm_mmu_hugepage_adjust(...)
  {
  <...
- if (kvm_slot_dirty_track_enabled(...))
- 	return;
  ...>
  }
