# SPDX-License-Identifier: GPL-2.0-only
#
# A huge mapping may reach over the end of a slot.
#
# lost: stores to the next slot, which go to other memory or to no log
# mirrors: the class of 85cd39af1494 (5.15)
# class: memslot
# where: svm
# kernels: 6.12-
# files: arch/x86/kvm/x86.c
/^static int kvm_alloc_memslot_metadata(/,/^}/s/^			linfo\[lpages - 1\].disallow_lpage = 1;$/			linfo[lpages - 1].disallow_lpage = !(slot->base_gfn \& (KVM_PAGES_PER_HPAGE(level) - 1)) ? 0 : 1;/
