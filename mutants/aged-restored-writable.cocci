// SPDX-License-Identifier: GPL-2.0-only
//
// Where the processor sets no accessed bits, the next access to a page whose age the host
// has asked makes the page's mapping writable again, even if it is a read.
//
// lost: nothing; pages that nobody wrote are sent
// mirrors: -
// class: aging
// where: vmx:eptad0
// kernels: 6.12-
// files: arch/x86/kvm/mmu/spte.h
@@
identifier saved_bits;
@@
  restore_acc_track_spte(...)
  {
  ...
  spte |= saved_bits;
+ if (is_mmu_writable_spte(spte))
+         spte |= PT_WRITABLE_MASK;
  ...
  }
