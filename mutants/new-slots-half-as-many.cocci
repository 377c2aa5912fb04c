// SPDX-License-Identifier: GPL-2.0-only
//
// KVM_SET_USER_MEMORY_REGION refuses the upper half of the numbers that
// KVM_CAP_NR_MEMSLOTS promises.
//
// lost: nothing; a VMM with many slots fails
// mirrors: a limit that is wrong by a factor (KVM_CAP_NR_MEMSLOTS)
// class: api
// where: svm vmx arm64
// kernels: 5.10-
// files: virt/kvm/kvm_main.c
@@
typedef u16;
identifier mem;
@@
- (u16)mem->slot >= KVM_USER_MEM_SLOTS
+ (u16)mem->slot >= KVM_USER_MEM_SLOTS / 2
