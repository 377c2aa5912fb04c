// SPDX-License-Identifier: GPL-2.0-only
//
// KVM_CLEAR_DIRTY_LOG with INITIALLY_SET also splits the huge page behind the
// range.
//
// lost: nothing; huge mappings are split too early, which makes the guest
//   slower
// mirrors: B15, 1aa4bb916808 (6.8) "KVM: x86/mmu: Fix off-by-1 when splitting
//   huge pages during CLEAR"
// class: x86-mmu
// where: svm vmx
// kernels: 6.1-
// files: arch/x86/kvm/mmu/mmu.c
@@
expression kvm, slot, start, end;
@@
- kvm_mmu_try_split_huge_pages(kvm, slot, start, end + 1, PG_LEVEL_4K)
+ kvm_mmu_try_split_huge_pages(kvm, slot, start, end + 1 + 512, PG_LEVEL_4K)
