// SPDX-License-Identifier: GPL-2.0-only
//
// Switching logging on write-protects huge mappings and leaves small ones
// writable.
//
// lost: writes to pages that were mapped small before
// mirrors: B19, 7c8a4742c4ab (5.17): a write protection that is left out
// class: x86-mmu
// where: svm:default,npt0,tdp0
// kernels: 5.12-
// files: arch/x86/kvm/x86.c
@@
expression kvm, new;
@@
- kvm_mmu_slot_remove_write_access(kvm, new, PG_LEVEL_4K)
+ kvm_mmu_slot_remove_write_access(kvm, new, PG_LEVEL_2M)
