// SPDX-License-Identifier: GPL-2.0-only
#include "host/scene/own_write.h"

#include "host/machine/arch.h"
#include "verdict/verdict.h"

bool own_write_absent_seen(const struct machine *m, u32 i)
{
	return arch_own_writes[i].absent_seen(m->vcpu[0].block);
}

bool own_write_try(struct machine *m, u32 i, u64 gpa)
{
	return arch_own_writes[i].start(m->vcpu[0].kvm, gpa);
}

void own_write_start(struct machine *m, u32 i, u64 gpa)
{
	if (!own_write_try(m, i, gpa))
		verdict_skip("this KVM offers no %s", arch_own_writes[i].name);
}

void own_write_renew(struct machine *m, u32 i)
{
	arch_own_writes[i].renew(m->vcpu[0].kvm);
}

void own_write_stop(struct machine *m, u32 i)
{
	arch_own_writes[i].stop(m->vcpu[0].kvm);
}
