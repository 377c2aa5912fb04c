# SPDX-License-Identifier: GPL-2.0-only
#
# The shadow MMU maps a page writable on a read, although the guest's own
# entry is not dirty yet.
#
# lost: the dirty bits of the guest; pages are sent that were only read
# mirrors: the class of B22: marked when mapped
# class: over-report
# where: svm:npt0 vmx:ept0
# kernels: 5.12-
# files: arch/x86/kvm/mmu/paging_tmpl.h
s/^\(	*\)\*access &= mask;$/\1(void)mask;/
