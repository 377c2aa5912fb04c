/* SPDX-License-Identifier: GPL-2.0-only */
/* Read a vCPU's registers. */
#ifndef ARM64_REG_H
#define ARM64_REG_H

#include "host/machine/compat.h"

/* The library's own function differs between versions of the library. */
static inline u64 reg_get(struct kvm_vcpu *vcpu, u64 id)
{
	u64 value;
	struct kvm_one_reg reg = { .id = id, .addr = (u64)&value };

	vcpu_ioctl(vcpu, KVM_GET_ONE_REG, &reg);
	return value;
}

#endif
