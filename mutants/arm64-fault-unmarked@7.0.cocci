// SPDX-License-Identifier: GPL-2.0-only
//
// A write fault makes the page writable and does not mark it dirty.
//
// lost: all writes
// mirrors: B22: marked when mapped
// class: arm64
// where: arm64
// kernels: 7.0-
// files: arch/arm64/kvm/mmu.c
@@
@@
  kvm_s2_fault_map(...)
  {
  <...
- mark_page_dirty_in_slot(...);
+ ;
  ...>
  }
