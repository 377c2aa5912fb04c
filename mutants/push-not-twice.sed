# SPDX-License-Identifier: GPL-2.0-only
#
# A page that is what the ring's last entry names is not pushed again, even if that entry
# has been harvested and reset since.
#
# lost: the second write to a page, if no other page of the vCPU was reported between
#   the two
# mirrors: none; a plausible slip in kvm_dirty_ring_push()
# class: dirty-ring
# where: svm vmx arm64
# kernels: 6.12-7.3
# files: virt/kvm/dirty_ring.c
/^void kvm_dirty_ring_push(/,/^}/{
	/^	entry = /i\
	/* Don't fill the ring with a page that KVM writes again and again. */\
	entry = &ring->dirty_gfns[(ring->dirty_index - 1) & (ring->size - 1)];\
	if (ring->dirty_index && entry->slot == slot && entry->offset == offset)\
		return;\

}
