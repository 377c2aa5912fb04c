# SPDX-License-Identifier: GPL-2.0-only
#
# KVM sets accessed and dirty bits in the tables of guests, and marks the page only if the
# entries of the tables have 64 bits.
#
# A guest with 32-bit paging (no PAE) runs with shadow paging. Userspace harvests, and the
# guest touches a page for the first time: KVM sets a bit in the guest's table, whose page is
# not in the next log.
#
# lost: pages of tables of a guest with 32-bit paging, to which only KVM writes
# mirrors: none; the class of what is compiled once for each kind of tables
# class: shadow
# where: svm:npt0 vmx:ept0
# kernels: 6.12-7.3
# files: arch/x86/kvm/mmu/paging_tmpl.h
/^static int FNAME(update_accessed_dirty_bits)(/,/^}/s/^\t\tkvm_vcpu_mark_page_dirty(vcpu, table_gfn);$/\t\tif (sizeof(pte) == sizeof(u64))\n\t\t\tkvm_vcpu_mark_page_dirty(vcpu, table_gfn);/
