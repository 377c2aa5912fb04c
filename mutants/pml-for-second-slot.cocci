// SPDX-License-Identifier: GPL-2.0-only
//
// KVM enables PML when the second slot begins to log, and not the first.
//
// lost: all writes, if one slot logs
// mirrors: B11, b6e16ae5d99f (5.12): when PML goes on and off
// class: vmx-pml
// where: vmx
// kernels: 5.13-
// files: arch/x86/kvm/x86.c
@@
identifier nr_slots;
@@
  kvm_mmu_update_cpu_dirty_logging(...)
  {
  <...
- nr_slots == 1
+ nr_slots == 2
  ...>
  }
