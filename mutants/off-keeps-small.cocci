// SPDX-License-Identifier: GPL-2.0-only
//
// After logging is switched off, all mappings stay small for good.
//
// lost: nothing; the guest stays slow after a migration that was cancelled
// mirrors: B37, 3a0b870e3448 (5.10): small mappings after logging went off
// class: x86-mmu
// where: svm vmx
// kernels: 5.12-6.19
// files: arch/x86/kvm/x86.c
@@
@@
  kvm_mmu_slot_apply_flags(...)
  {
  <...
- kvm_mmu_zap_collapsible_sptes(...);
+ ;
  ...>
  }
