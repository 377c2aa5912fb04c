// SPDX-License-Identifier: GPL-2.0-only
//
// A read fault in a logged slot maps the page writable, and marks it dirty.
//
// lost: nothing; pages that were only read are sent
// mirrors: B41: a fault in a logged slot
// class: over-report
// where: arm64
// kernels: 7.0-
// files: arch/arm64/kvm/mmu.c
@@
expression slot;
@@
  kvm_s2_fault_compute_prot(...)
  {
  <...
- !memslot_is_logging(slot)
+ true
  ...>
  }
