// SPDX-License-Identifier: GPL-2.0-only
//
// When logging is switched on, the shadow MMU write-protects huge mappings,
// but not small ones.
//
// lost: writes to pages that are mapped writable already
// mirrors: B19: a mapping that is left writable
// class: shadow
// where: svm:npt0
// kernels: 5.12-
// files: arch/x86/kvm/mmu/mmu.c
@@
identifier kvm, memslot, fn, start_level;
@@
  kvm_mmu_slot_remove_write_access(...)
  {
  <...
- walk_slot_rmaps(kvm, memslot, fn, start_level,
+ walk_slot_rmaps(kvm, memslot, fn, PG_LEVEL_2M,
  		KVM_MAX_HUGEPAGE_LEVEL, false);
  ...>
  }
