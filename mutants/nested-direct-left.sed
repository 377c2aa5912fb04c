# SPDX-License-Identifier: GPL-2.0-only
#
# Direct shadow pages are taken to be the TDP MMU's business, if there is one. But KVM also
# makes them for L2, where L1 maps a huge page and KVM does not: pages mapped by them are
# not protected for the log.
#
# lost: writes of L2 to what L1 maps as huge pages, to pages that were writable before
# mirrors: -
# class: shadow
# where: svm
# kernels: 6.12-
# files: arch/x86/kvm/mmu/mmu.c
/^static bool rmap_write_protect(/,/^}/ {
	s/^\t\tflush |= spte_write_protect(sptep, pt_protect);$/\t\tif (pt_protect || !tdp_mmu_enabled ||\n\t\t    !sptep_to_sp(sptep)->role.direct)\n\t\t\tflush |= spte_write_protect(sptep, pt_protect);/
}
