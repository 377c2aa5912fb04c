// SPDX-License-Identifier: GPL-2.0-only
//
// A read fault in a logged slot maps the page writable, and marks it dirty.
//
// lost: nothing; pages are sent that were only read
// mirrors: B41: what a fault of a logged slot does
// class: over-report
// where: arm64
// kernels: 5.0-
// files: arch/arm64/kvm/mmu.c
@@
symbol logging_active, write_fault;
@@
  user_mem_abort(...)
  {
  <...
- logging_active && !write_fault
+ false
  ...>
  }
