# SPDX-License-Identifier: GPL-2.0-only
#
# KVM sets accessed and dirty bits in the guest's page tables for the
# processor, and does not mark these writes.
#
# lost: pages of guest page tables
# mirrors: B19 and X7: writes to the guest's page tables
# class: own-writes
# where: svm vmx
# kernels: 5.12-
# files: arch/x86/kvm/mmu/paging_tmpl.h
/^	*kvm_vcpu_mark_page_dirty(vcpu, table_gfn);$/d
