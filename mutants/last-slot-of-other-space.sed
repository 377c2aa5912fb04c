# SPDX-License-Identifier: GPL-2.0-only
#
# A vCPU remembers the slot that it used last until a slot of any address space changes,
# by one generation for both of them. So it keeps a slot of the other space when it enters
# or leaves SMM.
#
# lost: what a vCPU writes to a slot of the second address space, if the first has one there
# mirrors: -
# class: memslot
# where: svm
# kernels: 7.0-
# files: virt/kvm/kvm_main.c
/^struct kvm_memory_slot \*kvm_vcpu_gfn_to_memslot(/,/^}/{
	s/^\tu64 gen = slots->generation;$/\tu64 gen = 0;/
	/^\tstruct kvm_memory_slot \*slot;$/{
		n
		i\
	int i;\
\
	for (i = 0; i < KVM_MAX_NR_ADDRESS_SPACES; i++)\
		gen += __kvm_memslots(vcpu->kvm, i)->generation;
	}
	/^\t \* This also protects against/,/^\t \* since different/c\
	 * Forget the slot as soon as any slot of this VM changes.
}
