// SPDX-License-Identifier: GPL-2.0-only
#include "host/scene/own_write.h"

#include "host/machine/arch.h"
#include "verdict/verdict.h"

const char *own_write_name(u32 i)
{
	return arch_own_writes[i].name;
}

bool own_write_again(u32 i)
{
	return arch_own_writes[i].again;
}

bool own_write_irqchip(u32 i)
{
	return arch_own_writes[i].irqchip;
}

bool own_write_hyperv(u32 i)
{
	return arch_own_writes[i].hyperv;
}

bool own_write_by_guest(u32 i)
{
	return arch_own_writes[i].by_guest;
}

bool own_write_preempted(u32 i)
{
	return arch_own_writes[i].preempted;
}

bool own_write_says_preempted(u32 i, const u8 *record)
{
	return arch_own_writes[i].preempted(record);
}

bool own_write_none(u32 i)
{
	return arch_own_writes[i].none;
}

bool own_write_no_vcpu(u32 i)
{
	return arch_own_writes[i].no_vcpu;
}

bool own_write_absent(u32 i)
{
	return arch_own_writes[i].absent_seen;
}

bool own_write_absent_seen(const struct machine *m, u32 i)
{
	return arch_own_writes[i].absent_seen(m->vcpu[0].block);
}

bool own_write_before(u32 i)
{
	return arch_own_writes[i].before;
}

bool own_write_once(u32 i)
{
	return arch_own_writes[i].once;
}

bool own_write_adds(u32 i)
{
	return arch_own_writes[i].adds;
}

bool own_write_by_vcpu(u32 i)
{
	return arch_own_writes[i].by_vcpu;
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

bool own_write_renews(u32 i)
{
	return arch_own_writes[i].renew;
}

void own_write_renew(struct machine *m, u32 i)
{
	arch_own_writes[i].renew(m->vcpu[0].kvm);
}

bool own_write_stops(u32 i)
{
	return arch_own_writes[i].stop;
}

void own_write_stop(struct machine *m, u32 i)
{
	arch_own_writes[i].stop(m->vcpu[0].kvm);
}
