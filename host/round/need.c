// SPDX-License-Identifier: GPL-2.0-only
#include "host/round/need.h"

#include <string.h>

#include "host/memory/unmapped.h"
#include "host/round/run.h"

static const char *cpus2(const struct run *r)
{
	return r->backend->cpus.usable >= 2 ? NULL : "this process has one CPU";
}

static const char *tdp_mmu(const struct run *r)
{
	return r->backend->tdp_mmu ? NULL : "KVM does not use the TDP MMU here";
}

static const char *two_stage(const struct run *r)
{
	return r->backend->two_stage ?
		       NULL : "shadow paging maps no more at once than the guest does";
}

/* PVM hangs in the emulation of such an instruction. */
static const char *hypercalls(const struct run *r)
{
	return r->backend->software ?
		       "hypercalls are no processor's instruction here" : NULL;
}

static const char *legacy(const struct run *r)
{
	return r->backend->software ?
		       "guests have no page tables of 32-bit processors here" : NULL;
}

/*
 * switch_tss_ra() in QEMU's target/i386/tcg/seg_helper.c asks for no intercept: QEMU switches by
 * itself, and loads CR3, which is KVM's where KVM shadows.
 */
static const char *tasks(const struct run *r)
{
	return r->backend->emulated && !strcmp(r->backend->name, "svm") ?
		       "this emulator switches tasks without KVM" : NULL;
}

static const char *smm(const struct run *r)
{
	return r->backend->address_spaces > 1 ?
		       NULL : "KVM has one address space: there is no SMM";
}

static const char *pml(const struct run *r)
{
	return r->backend->pml ? NULL : "the processor has no log buffer (PML) of its own here";
}

static const char *moves(const struct run *r)
{
	(void)r;
	return unmapped_seen() ? NULL : "moves of memory are not seen, see the head of these results";
}

/*
 * The hypervisor makes room for the vCPUs that are there when the first one runs:
 * register_hyp_vcpu() in arch/arm64/kvm/hyp/nvhe/pkvm.c.
 */
static const char *late_vcpus(const struct run *r)
{
	return strstr(r->backend->params, "mode=protected") ?
		       "a VM under protected KVM gets no vCPU when one has run" : NULL;
}

static const struct {
	u32 bit;
	const char *(*missing)(const struct run *r);
} needs[] = {
	{ NEED_CPUS2, cpus2 },
	{ NEED_TDP_MMU, tdp_mmu },
	{ NEED_SMM, smm },
	{ NEED_TWO_STAGE, two_stage },
	{ NEED_HYPERCALLS, hypercalls },
	{ NEED_PML, pml },
	{ NEED_MOVES, moves },
	{ NEED_LEGACY, legacy },
	{ NEED_LATE_VCPUS, late_vcpus },
	{ NEED_TASKS, tasks },
};

void need_check(const struct run *r, u32 bits)
{
	for (u32 i = 0; i < ARRAY_LEN(needs); i++) {
		const char *why = NULL;

		if (bits & needs[i].bit)
			why = needs[i].missing(r);
		if (why)
			verdict_skip("%s", why);
	}
}
