// SPDX-License-Identifier: GPL-2.0-only
/*
 * KVM on arm64 never shadows the tables of a guest that is not nested, so that how such a
 * guest translates is nothing to KVM.
 */
#include "host/machine/arch.h"

const struct arch_paging arch_pagings[] = { { NULL } };

const char *arch_paging_start(struct kvm_vm *vm, struct kvm_vcpu *vcpu, u32 i, u64 gva,
			      u64 bytes, struct arch_paging_memory tables)
{
	(void)vm, (void)vcpu, (void)i, (void)gva, (void)bytes, (void)tables;
	return "there is no such way";
}

bool arch_paging_enter(struct kvm_vcpu *vcpu, u32 i, const struct arch_paging_store *store,
		       u32 nr)
{
	(void)vcpu, (void)i, (void)store, (void)nr;
	return false;
}

void arch_paging_leave(struct kvm_vcpu *vcpu, u32 i)
{
	(void)vcpu, (void)i;
}

bool arch_paging_turn(struct kvm_vcpu *vcpu, u32 i, u64 gva, u64 distance)
{
	(void)vcpu, (void)i, (void)gva, (void)distance;
	return false;
}
