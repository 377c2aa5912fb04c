/* SPDX-License-Identifier: GPL-2.0-only */
/* The verbs that a payload needs of the processor. */
#ifndef X86_ARCH_H
#define X86_ARCH_H

#include "lib/abi.h"
#include "x86/nested.h"

/* An exit to userspace; earlier stores have retired when the host sees it. */
static inline void arch_doorbell(u32 bell)
{
	__asm__ volatile("outl %0, %w1" : : "a"(bell), "d"(ABI_BELL_PORT)
			 : "memory");
}

/* In a loop that waits for the host. */
static inline void arch_relax(void)
{
	__asm__ volatile("pause" : : : "memory");
}

/* Forget every translation; there are no global ones. */
static inline void arch_flush_tlb(void)
{
	u64 cr3;

	__asm__ volatile("mov %%cr3, %0\n\t"
			 "mov %0, %%cr3"
			 : "=r"(cr3) : : "memory");
}

/*
 * A store that is visible before any later store of this vCPU.  x86 keeps
 * stores in order (except non-temporal and string stores among themselves, and
 * each of those comes after this one all the same), so the compiler is all
 * that has to be told.
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
 * Go on in the nested guest, or outside of it; false: there is none.  @flush: on
 * the way in, the outer guest lets the processor forget the tables by which the
 * nested guest's physical addresses were translated.
 */
static inline bool arch_nest(struct abi_vcpu *block, bool inside, bool flush)
{
	struct nested *nested = (void *)&block->arch[NESTED_AT];

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
