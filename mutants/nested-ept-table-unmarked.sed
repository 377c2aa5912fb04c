# SPDX-License-Identifier: GPL-2.0-only
#
# KVM sets accessed and dirty bits in the EPT tables that a hypervisor has for its guest, and
# marks the pages of guests' own tables alone.
#
# A hypervisor that uses these bits in EPT runs its guest. Userspace harvests, and the nested
# guest touches a page for the first time: KVM sets bits in an entry of the hypervisor's
# table, whose page is not in the next log.
#
# lost: pages of a hypervisor's EPT tables, to which only KVM writes
# mirrors: none; the class of 2dbebf7ae1ed (5.8), what is different for PTTYPE_EPT
# class: nested
# where: vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/mmu/paging_tmpl.h
/^static int FNAME(update_accessed_dirty_bits)(/,/^}/s/^\t\tkvm_vcpu_mark_page_dirty(vcpu, table_gfn);$/\t\tif (PTTYPE != PTTYPE_EPT)\n\t\t\tkvm_vcpu_mark_page_dirty(vcpu, table_gfn);/
