// SPDX-License-Identifier: GPL-2.0-only
//
// The shadow MMU does not write-protect pages that the guest's user mode may
// access.
//
// lost: writes of the guest's programs after the first harvest
// mirrors: the class of B19, 7c8a4742c4ab (5.17): the wrong bit of an entry
// class: shadow
// where: svm:npt0 vmx:ept0
// kernels: 5.12-
// files: arch/x86/kvm/mmu/mmu.c
@@
identifier spte;
@@
  spte_write_protect(...)
  {
  ...
  u64 spte = ...;
+ if (!tdp_enabled && (spte & shadow_user_mask))
+	return false;
  ...
  }
