# SPDX-License-Identifier: GPL-2.0-only
#
# The walk over the shadow mappings of a page leaves out the last of each descriptor, which
# holds 14 of them.
#
# lost: second writes to a page that the guest has mapped at 14 addresses or more, by
#   the fourteenth of them
# mirrors: none; a plausible slip in rmap_get_next()
# class: x86-mmu
# where: svm:npt0 vmx:ept0
# kernels: 6.12-7.3
# files: arch/x86/kvm/mmu/mmu.c
/^static u64 \*rmap_get_next(/,/^}/s/PTE_LIST_EXT - 1/PTE_LIST_EXT - 2/
