/* SPDX-License-Identifier: GPL-2.0-only */
/* What the host half of nested guests offers to the rest of arm64. */
#ifndef ARM64_NESTED_HOST_H
#define ARM64_NESTED_HOST_H

#include "arm64/nested.h"
#include "host/machine/compat.h"

/* True if a vCPU can have EL2 (KVM_CAP_ARM_EL2, Linux 6.16, kvm-arm.mode=nested). */
bool nested_offered(void);

/*
 * Give EL1 and EL2 of a vCPU with EL2 the same translation, whichever of them the library has
 * set up, and let it start at EL2, a host (FEAT_VHE), with this stack.
 */
void nested_setup(struct kvm_vcpu *vcpu, u64 stack);

#endif
