/* SPDX-License-Identifier: GPL-2.0-only */
/* The verbs that a payload needs of the processor. */
#ifndef ARM64_ARCH_H
#define ARM64_ARCH_H

#include "lib/abi.h"

/*
 * An exit to userspace; earlier stores have retired when the host sees it.  A
 * plain store without write-back, or KVM would have no syndrome to decode it
 * from (ESR_EL2.ISV, clause "KVM_EXIT_ARM_NISV" of api.rst).
 */
static inline void arch_doorbell(u32 bell)
{
	__asm__ volatile("dmb ish\n\t"
			 "str %w0, [%1]"
			 : : "r"(bell), "r"(ABI_BELL_GPA) : "memory");
}

/* In a loop that waits for the host. */
static inline void arch_relax(void)
{
	__asm__ volatile("yield" : : : "memory");
}

/* Forget every translation of this vCPU, once earlier stores are visible. */
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
 * this vCPU.  The processor may reorder them, and so it has to be told twice.
 */
static inline void arch_publish(u64 *where, u64 what)
{
	__asm__ volatile("dmb ish" : : : "memory");
	*(volatile u64 *)where = what;
	__asm__ volatile("dmb ish" : : : "memory");
}

typedef void arch_store_fn(u64 address, u64 value);

/* Stores at EL0 are not written yet. */
static const bool arch_has_user;

static inline void arch_call_user(arch_store_fn *store, u64 address, u64 value)
{
}

/* Go on in a nested guest, or outside of it; false: there is none. */
static inline bool arch_nest(struct abi_vcpu *block, bool inside, bool flush)
{
	return !inside;
}

#endif
