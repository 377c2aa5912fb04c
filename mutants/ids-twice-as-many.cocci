// SPDX-License-Identifier: GPL-2.0-only
//
// KVM_GET_DIRTY_LOG and KVM_CLEAR_DIRTY_LOG take numbers of slots up to twice
// the largest.
//
// lost: nothing; the errno value is wrong
// mirrors: a limit that is wrong by a factor (G8, C11)
// class: api
// where: svm vmx arm64
// kernels: 5.10-
// files: virt/kvm/kvm_main.c
@@
identifier as_id, id;
expression kvm;
@@
- as_id >= kvm_arch_nr_memslot_as_ids(kvm) || id >= KVM_USER_MEM_SLOTS
+ as_id >= kvm_arch_nr_memslot_as_ids(kvm) || id >= 2 * KVM_USER_MEM_SLOTS
