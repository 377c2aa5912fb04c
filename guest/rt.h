/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a payload has instead of a C library: its vCPU's block, the store table
 * and the doorbell.
 */
#ifndef GUEST_RT_H
#define GUEST_RT_H

#include "lib/abi.h"

/* The payload's own code, entered once per vCPU on the vCPU's own stack. */
void payload_main(u32 vcpu);

static inline struct abi_vcpu *rt_vcpu(u32 vcpu)
{
	return (struct abi_vcpu *)ABI_VCPU_GVA + vcpu;
}

static inline const struct abi_image *rt_image(void)
{
	return (const struct abi_image *)ABI_IMAGE_GVA;
}

#endif
