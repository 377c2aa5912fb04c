# SPDX-License-Identifier: GPL-2.0-only
#
# A cached translation is used for a range over the edge of a page too, if one slot has both
# pages. The write that goes through it marks the first page alone.
#
# lost: the second page of a record that KVM writes over the edge of a page (the TPR
#   record that KVM_SET_VAPIC_ADDR names, two bytes before the end of a page)
# mirrors: the undoing of 8f964525a121 (3.9) "KVM: Allow cross page reads and writes from
#   cached translations" for ranges in one slot
# class: own-writes
# where: svm vmx
# kernels: 6.12-7.3
# files: virt/kvm/kvm_main.c
/^static int __kvm_gfn_to_hva_cache_init(/,/^}/{
	s/slow path for cross page reads/slow path for cross slot reads/
	s/^	if (nr_pages_needed == 1)$/	if (nr_pages_needed == 1 ||\n	    ghc->memslot == __gfn_to_memslot(slots, gpa >> PAGE_SHIFT))/
}
