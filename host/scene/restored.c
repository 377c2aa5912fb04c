// SPDX-License-Identifier: GPL-2.0-only
#include "host/scene/restored.h"

#include "host/machine/arch.h"
#include "verdict/verdict.h"

void restored(struct machine *m, u32 vcpu)
{
	const char *why = arch_restore(m->vcpu[vcpu].kvm);

	if (why)
		verdict_skip("%s", why);
}
