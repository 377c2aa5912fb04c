// SPDX-License-Identifier: GPL-2.0-only
//
// A write fault makes the page writable and does not mark it dirty.
//
// lost: all writes
// mirrors: B22: marked when mapped
// class: arm64
// where: arm64
// kernels: 5.12-6.19
// files: arch/arm64/kvm/mmu.c
@@
@@
  user_mem_abort(...)
  {
  <...
- mark_page_dirty_in_slot(...);
  ...>
  }
