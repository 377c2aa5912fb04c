/* SPDX-License-Identifier: GPL-2.0-only */
/* The functions of the processor that a payload calls. */
#ifndef ARM64_ARCH_H
#define ARM64_ARCH_H

#include "arm64/nested.h"
#include "lib/abi.h"

/*
 * Exit to userspace.  When the host sees the exit, earlier stores have retired.
 * The store has no write-back, because KVM decodes a store only from its
 * syndrome (ESR_EL2.ISV; KVM_EXIT_ARM_NISV in api.rst).
 */
static inline void arch_doorbell(u32 bell)
{
	__asm__ volatile("dmb ish\n\t"
			 "str %w0, [%1]"
			 : : "r"(bell), "r"(ABI_BELL_GPA) : "memory");
}

/* Call this in every loop that waits for the host. */
static inline void arch_relax(void)
{
	__asm__ volatile("yield" : : : "memory");
}

/* Flush this vCPU's TLB, after earlier stores are visible. */
static inline void arch_flush_tlb(void)
{
	__asm__ volatile("dsb nshst\n\t"
			 "tlbi vmalle1\n\t"
			 "dsb nsh\n\t"
			 "isb"
			 : : : "memory");
}

/*
 * A store that is visible after every earlier and before every later store of
 * this vCPU.  The processor may reorder stores, so a barrier stands on both
 * sides.
 */
static inline void arch_publish(u64 *where, u64 what)
{
	__asm__ volatile("dmb ish" : : : "memory");
	*(volatile u64 *)where = what;
	__asm__ volatile("dmb ish" : : : "memory");
}

typedef void arch_store_fn(u64 address, u64 value);

/* The payload has no user mode (EL0) on arm64 yet. */
static const bool arch_has_user;

static inline void arch_call_user(arch_store_fn *store, u64 address, u64 value)
{
}

/*
 * Continue in the nested guest (@inside), or in the outer guest.  False: this vCPU has no
 * nested guest.  With @flush the outer guest, before it enters the nested guest, flushes the
 * translations of the nested guest's physical addresses.
 */
static inline bool arch_nest(struct abi_vcpu *block, bool inside, bool flush)
{
	struct nested *nested = nested_of(block);

	flush = flush && inside;
	if (nested->inside == inside && !flush)
		return true;
	if (!nested->hcr)
		return false;
	if (nested->inside)
		nested_leave();
	nested->inside = inside;
	if (flush)
		__asm__ volatile("dsb ishst\n\t"
				 "tlbi vmalls12e1is\n\t"
				 "dsb ish\n\t"
				 "isb"
				 : : : "memory");
	if (inside)
		nested_enter(nested->hcr);
	return true;
}

#endif
