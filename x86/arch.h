/* SPDX-License-Identifier: GPL-2.0-only */
/* The functions of the processor that a payload calls. */
#ifndef X86_ARCH_H
#define X86_ARCH_H

#include "lib/abi.h"
#include "x86/nested.h"

/*
 * Exit to userspace.  When the host sees the exit, earlier stores have retired.
 */
static inline void arch_doorbell(u32 bell)
{
	__asm__ volatile("outl %0, %w1" : : "a"(bell), "d"(ABI_BELL_PORT)
			 : "memory");
}

/* Call this in every loop that waits for the host. */
static inline void arch_relax(void)
{
	__asm__ volatile("pause" : : : "memory");
}

/*
 * Flush the TLB.  The guest has no global pages, so a write of CR3 flushes all.
 */
static inline void arch_flush_tlb(void)
{
	u64 cr3;

	__asm__ volatile("mov %%cr3, %0\n\t"
			 "mov %0, %%cr3"
			 : "=r"(cr3) : : "memory");
}

/*
 * A store that is visible before any later store of this vCPU.  x86 keeps
 * stores in order.  Non-temporal and string stores may be reordered among
 * themselves, but not before this store.  So a compiler barrier is enough.
 */
static inline void arch_publish(u64 *where, u64 what)
{
	__asm__ volatile("" : : : "memory");
	*(volatile u64 *)where = what;
	__asm__ volatile("" : : : "memory");
}

typedef void arch_store_fn(u64 address, u64 value);

void user_call(arch_store_fn *store, u64 address, u64 value);

static const bool arch_has_user = true;

/* Call a stub of the store catalogue in user mode. */
static inline void arch_call_user(arch_store_fn *store, u64 address, u64 value)
{
	user_call(store, address, value);
}

void svm_enter(void);
void svm_leave(void);
void vmx_enter(void);
void vmx_leave(void);

static inline void arch_nest_once(struct nested *nested, bool inside)
{
	nested->inside = inside;
	if (nested->kind == NESTED_SVM)
		inside ? svm_enter() : svm_leave();
	else
		inside ? vmx_enter() : vmx_leave();
}

/*
 * Continue in the nested guest (@inside), or in the outer guest.  False: this
 * vCPU has no nested guest.  With @flush the outer guest, before it enters the
 * nested guest, flushes the translations of the nested guest's physical
 * addresses.
 */
static inline bool arch_nest(struct abi_vcpu *block, bool inside, bool flush)
{
	struct nested *nested = nested_of(block);

	flush = flush && inside;
	if (nested->inside == inside && !flush)
		return true;
	if (nested->kind == NESTED_NONE)
		return false;
	nested->flush = flush;
	if (nested->inside)
		arch_nest_once(nested, false);
	if (inside)
		arch_nest_once(nested, true);
	return true;
}

#endif
