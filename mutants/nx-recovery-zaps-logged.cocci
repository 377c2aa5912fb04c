// SPDX-License-Identifier: GPL-2.0-only
//
// Recovery of NX huge pages also drops the mappings of slots that log.
//
// lost: nothing; pages that were only read are sent, and the guest is slower
// mirrors: B20, eb298605705a (6.2) "KVM: x86/mmu: Do not recover dirty-tracked NX
//   Huge Pages"
// class: over-report
// where: svm:default,tdp0 vmx
// kernels: 6.2-6.19
// files: arch/x86/kvm/mmu/mmu.c
@@
identifier slot;
@@
  kvm_recover_nx_huge_pages(...)
  {
  <...
- slot && kvm_slot_dirty_track_enabled(slot)
+ 0
  ...>
  }
