# SPDX-License-Identifier: GPL-2.0-only
#
# When KVM walks the page tables of L2, it translates their addresses by the tables of L1
# as for a read, though the walk sets accessed and dirty bits. So KVM writes to tables of
# L2 that L1 has write-protected, and L1 gets no exit.
#
# lost: accessed and dirty bits that KVM sets in page tables of L2, for an L1 that logs L2 by protecting it in NPT
# mirrors: -
# class: nested
# where: svm
# kernels: 6.1-
# files: arch/x86/kvm/mmu/paging_tmpl.h
/^static int FNAME(walk_addr_generic)(/,/^error:/s/^\tnested_access = (have_ad ? PFERR_WRITE_MASK : 0) | PFERR_USER_MASK;$/\tnested_access = PFERR_USER_MASK;/
