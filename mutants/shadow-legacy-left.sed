# SPDX-License-Identifier: GPL-2.0-only
#
# The shadow MMU does not write-protect mappings that it made from the two levels of tables
# of a 32-bit guest.
#
# lost: writes of a guest with entries of 4 bytes, after the first harvest
# mirrors: the class of B19, 7c8a4742c4ab (5.17): a kind of mapping is passed over
# class: shadow
# where: svm:npt0 vmx:ept0
# kernels: 6.12-
# files: arch/x86/kvm/mmu/mmu.c
/^static bool spte_write_protect(/,/^}/ {
	s/^\tu64 spte = \*sptep;$/&\n\n\tif (sptep_to_sp(sptep)->role.has_4_byte_gpte)\n\t\treturn false;/
}
