# SPDX-License-Identifier: GPL-2.0-only
#
# When a slot begins to log, the TDP MMU protects its trees of mappings one after the other,
# and leaves off as soon as one of them had something to protect: the operator that gathers
# the answers does not ask further.
#
# A guest writes pages, and then runs a nested guest without NPT, which has a tree of its
# own, and writes pages, too. Userspace switches the logging on, and both write again. What
# one of them writes is not in the log.
#
# lost: writes through all trees but the first, to pages that were writable before
# mirrors: none; a plausible slip in kvm_tdp_mmu_wrprot_slot()
# class: x86-mmu
# where: svm vmx:pml0
# kernels: 6.12-7.3
# files: arch/x86/kvm/mmu/tdp_mmu.c
/^bool kvm_tdp_mmu_wrprot_slot(/,/^}/s/^		spte_set |= wrprot_gfn_range(/		spte_set = spte_set || wrprot_gfn_range(/
