// SPDX-License-Identifier: GPL-2.0-only
//
// Switching logging on for a live slot splits huge mappings and protects
// nothing.
//
// lost: writes to pages that are mapped writable already
// mirrors: B18, b64d740ea7dd (6.0) and finding F3
// class: x86-mmu
// where: svm
// kernels: 5.12-
// files: arch/x86/kvm/x86.c
@@
expression kvm, new;
@@
- kvm_mmu_slot_remove_write_access(kvm, new, PG_LEVEL_4K);
+ ;
