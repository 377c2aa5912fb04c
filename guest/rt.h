/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The run-time of a payload, which has no C library: the vCPU's block and the
 * image's header with the store table.  The doorbell is in arch.h.
 */
#ifndef GUEST_RT_H
#define GUEST_RT_H

#include "lib/abi.h"

/* The payload itself.  Each vCPU enters it once, on its own stack. */
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
