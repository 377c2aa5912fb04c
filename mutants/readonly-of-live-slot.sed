# SPDX-License-Identifier: GPL-2.0-only
#
# A call that makes a slot read-only that is not, or the other way round, is taken as a
# change of flags, and not refused. The mappings of the slot stay writable.
#
# lost: what a guest writes to memory that its VMM has been told is read-only now
# mirrors: -
# class: memslot
# where: svm
# kernels: 7.0-
# files: virt/kvm/kvm_main.c
/^static int kvm_set_memory_region(/,/^}/s/ & (KVM_MEM_READONLY | KVM_MEM_GUEST_MEMFD)))$/ \& KVM_MEM_GUEST_MEMFD))/
