// SPDX-License-Identifier: GPL-2.0-only
//
// A write fault in a logged slot may map a whole block.
//
// lost: all pages of a block but the page that was written first
// mirrors: B36, a80868f39855 (5.1) "KVM: arm/arm64: Enforce PTE mappings at
//   stage2 when needed"; finding F2
// class: arm64
// where: arm64
// kernels: 5.1-6.19
// files: arch/arm64/kvm/mmu.c
@@
identifier logging_active, force_pte;
statement S;
@@
  if (logging_active) {
- 	force_pte = true;
  	...
  } else S
