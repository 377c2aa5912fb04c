// SPDX-License-Identifier: GPL-2.0-only
//
// A read fault in a logged slot maps the page writable, and marks it dirty.
//
// lost: nothing; pages that were only read are sent
// mirrors: B41: a fault in a logged slot
// class: over-report
// where: arm64
// kernels: 5.0-6.19
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
