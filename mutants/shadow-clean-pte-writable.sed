# SPDX-License-Identifier: GPL-2.0-only
#
# A read makes the shadow MMU map a page writable, although the guest's own
# entry is not dirty yet.
#
# lost: the dirty bits of the guest; pages that were only read are sent
# mirrors: the class of B22: marked when mapped
# class: over-report
# where: svm:npt0 vmx:ept0
# kernels: 5.12-
# files: arch/x86/kvm/mmu/paging_tmpl.h
s/^\(	*\)\*access &= mask;$/\1(void)mask;/
