/* SPDX-License-Identifier: GPL-2.0-only */
/* Names and values of a vCPU's registers. */
#ifndef ARM64_REG_H
#define ARM64_REG_H

#include "host/machine/compat.h"

/* Names that libraries of before 6.12 lack: Arm ARM, the registers' own pages. */
#ifndef SYS_HCR_EL2
#define SYS_SCTLR_EL2 sys_reg(3, 4, 1, 0, 0)
#define SYS_HCR_EL2 sys_reg(3, 4, 1, 1, 0)
#define SYS_CPTR_EL2 sys_reg(3, 4, 1, 1, 2)
#define SYS_TTBR0_EL2 sys_reg(3, 4, 2, 0, 0)
#define SYS_TCR_EL2 sys_reg(3, 4, 2, 0, 2)
#define SYS_VTTBR_EL2 sys_reg(3, 4, 2, 1, 0)
#define SYS_VTCR_EL2 sys_reg(3, 4, 2, 1, 2)
#define SYS_MAIR_EL2 sys_reg(3, 4, 10, 2, 0)
#define SYS_VBAR_EL2 sys_reg(3, 4, 12, 0, 0)
#define SYS_SP_EL2 sys_reg(3, 6, 4, 1, 0)
#endif

/* The library's own function differs between versions of the library. */
static inline u64 reg_get(struct kvm_vcpu *vcpu, u64 id)
{
	u64 value;
	struct kvm_one_reg reg = { .id = id, .addr = (u64)&value };

	vcpu_ioctl(vcpu, KVM_GET_ONE_REG, &reg);
	return value;
}

#endif
