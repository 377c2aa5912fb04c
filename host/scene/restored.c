// SPDX-License-Identifier: GPL-2.0-only
#include "host/scene/restored.h"

#include "host/machine/arch.h"
#include "verdict/verdict.h"

void restored(struct machine *m, u32 vcpu)
{
	if (!arch_restores())
		verdict_skip("the state of a vCPU is not restored here");
	arch_restore(m->vcpu[vcpu].kvm);
}
