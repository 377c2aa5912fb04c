# SPDX-License-Identifier: GPL-2.0-only
#
# The shadow MMU does not write-protect mappings of a guest that has no page tables.
#
# lost: writes of a guest in early boot, after the first harvest
# mirrors: the class of B19, 7c8a4742c4ab (5.17): a kind of mapping is passed over
# class: shadow
# where: svm:npt0 vmx:ept0
# kernels: 6.12-
# files: arch/x86/kvm/mmu/mmu.c
/^static bool spte_write_protect(/,/^}/ {
	s/^\tu64 spte = \*sptep;$/&\n\n\tif (!tdp_enabled \&\& sptep_to_sp(sptep)->role.direct \&\& !sptep_to_sp(sptep)->role.passthrough)\n\t\treturn false;/
}
