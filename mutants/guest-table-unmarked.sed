# SPDX-License-Identifier: GPL-2.0-only
#
# The accessed and dirty bits that KVM sets in the guest's page tables, on the
# processor's behalf, are not marked as a write.
#
# lost: pages of guest page tables
# mirrors: B19 and X7: writes to the guest's page tables
# class: own-writes
# where: svm vmx
# kernels: 5.12-
# files: arch/x86/kvm/mmu/paging_tmpl.h
/^	*kvm_vcpu_mark_page_dirty(vcpu, table_gfn);$/d
