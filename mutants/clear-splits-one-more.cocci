// SPDX-License-Identifier: GPL-2.0-only
//
// KVM_CLEAR_DIRTY_LOG with INITIALLY_SET splits the huge page behind the
// range, too.
//
// lost: nothing; huge mappings that nobody is interested in yet are split
//   early, which slows the guest down
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
