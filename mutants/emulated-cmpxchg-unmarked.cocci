// SPDX-License-Identifier: GPL-2.0-only
//
// A locked compare-and-exchange by KVM's instruction emulator does not mark
// its page dirty.
//
// lost: pages whose only write was an emulated atomic instruction
// mirrors: B17, 910c57dfa4d1 (6.9, CVE-2024-35804) "KVM: x86: Mark target gfn
//   of emulated atomic instruction as dirty"
// class: own-writes
// where: svm vmx
// kernels: 6.1-
// files: arch/x86/kvm/x86.c
@@
@@
  emulator_cmpxchg_emulated(...)
  {
  <...
- kvm_vcpu_mark_page_dirty(...);
  ...>
  }
