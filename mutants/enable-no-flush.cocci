// SPDX-License-Identifier: GPL-2.0-only
//
// Switching logging on for a live slot removes write access from its
// mappings, but does not flush the TLBs.
//
// lost: writes through stale TLB entries, until something flushes them
// mirrors: B18, b64d740ea7dd (6.0) "kvm: x86: mmu: Always flush TLBs when
//   enabling dirty logging"
// class: x86-mmu
// where: svm vmx
// kernels: 6.0-
// files: arch/x86/kvm/x86.c
@@
identifier kvm, new;
@@
  kvm_mmu_slot_apply_flags(...)
  {
  <...
- kvm_flush_remote_tlbs_memslot(kvm, new);
  ...>
  }
