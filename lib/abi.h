/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The contract between host and payload: addresses, store records, doorbell
 * operations.  All structures below lie in memory that KVM does not log, so
 * they never appear in a dirty log.  The contract is small enough that assembly
 * can report a fault before any C has run.
 *
 * The payload has no expectations.  It obeys records, publishes its progress,
 * and rings the doorbell.  Every number that a test cares about comes from the
 * host.
 */
#ifndef LIB_ABI_H
#define LIB_ABI_H

#include "lib/pattern.h"
#include "lib/types.h"

#define ABI_MAGIC 0x59545249444d564bull /* "KVMDIRTY" */
#define ABI_VERSION 1

/* Guest virtual addresses.  Data slots are mapped at their physical address. */
#define ABI_IMAGE_GVA 0x400000ull   /* the payload, struct abi_image first */
#define ABI_VCPU_GVA 0x10000000ull  /* one struct abi_vcpu per vCPU */
#define ABI_STACK_GVA 0x18000000ull /* one stack per vCPU */
#define ABI_STACK_BYTES 0x4000ull
#define ABI_MAX_VCPUS 512
#define ABI_NESTED_GVA 0x1c000000ull /* the architecture's data for nested guests */
/*
 * Nested guests see each data slot at this offset, in bytes, from its usual
 * address.  The outer guest has no memory at these physical addresses.
 */
#define ABI_NESTED_ALIAS (64ull << 30)

/*
 * The doorbell is a 32-bit write of an enum abi_bell: to port ABI_BELL_PORT on
 * x86, to physical address ABI_BELL_GPA (outside every slot) elsewhere.  The
 * write is an exit to userspace, after which the payload's earlier stores have
 * retired.  The payload can also read the port, for string input, and on x86
 * the page at ABI_BELL_GPA, as a device to copy from.
 */
#define ABI_BELL_PORT 0x0d17
#define ABI_BELL_GPA 0x08f00000ull
/* x86: in eax where a halt is meant to be an exit. */
#define ABI_HALT_MARK 0x4a1d0b11u

enum abi_bell {
	ABI_BELL_DONE = 1, /* all records are done; also once after boot */
	ABI_BELL_TRAP,	   /* unexpected exception: struct abi_trap is filled */
	ABI_BELL_BAD,	   /* the payload cannot obey a record: trap.vector is
			    * the record's index */
};

/* An unexpected exception, filled by the payload's vectors. */
struct abi_trap {
	u64 vector;
	u64 error;
	u64 pc;
	u64 address; /* x86: CR2; arm64: FAR */
};

/*
 * One store instruction, executed once for each page of a pattern.  The stub
 * gets the address area_gva + (page << page_shift) + offset_bytes, and as its
 * value the next abi_value().
 */
struct abi_record {
	u32 op;		  /* index into the image's store table */
	u32 offset_bytes; /* within the page; the store may run into the next */
	u64 area_gva;
	u32 page_shift;
	u32 flags; /* ABI_RECORD_* */
	u64 value; /* with ABI_RECORD_VALUE */
	struct pattern_spec pattern;
};

_Static_assert(sizeof(struct abi_record) == 64,
	       "assembly and host agree that a store record is 64 bytes");

/*
 * A PATTERN_RUN with the image's burst stub instead of the record's store: five
 * or so instructions per store, and nothing is published in between.  No other
 * loop dirties new pages faster.
 */
#define ABI_RECORD_BURST 1
/* A nested guest does the stores, at addresses from ABI_NESTED_ALIAS on. */
#define ABI_RECORD_NESTED 2

/* The guest flushes its TLB before the first store. */
#define ABI_RECORD_FLUSH 4

/* Every store writes the record's value instead of abi_value(). */
#define ABI_RECORD_VALUE 8

/* User mode does the stores.  The host has made all memory accessible to it. */
#define ABI_RECORD_USER 16

#define ABI_MAX_RECORDS 56

/*
 * One block per vCPU.  Store number n (from 1) of vCPU v writes abi_value(v,
 * n), so every store of a test has a value of its own.
 */
struct abi_vcpu {
	/* host to guest */
	u32 nr_records;
	u32 reserved0;
	u64 credit; /* number of the last store that may begin; then the vCPU
		     * waits in guest mode until the host raises the number */
	/* guest to host */
	u64 stores;  /* number of the store begun last; never goes back */
	u64 records; /* records completed since the last doorbell */
	struct abi_trap trap;
	u64 arch[55]; /* the architecture's own, host to guest.  x86: the TSS;
		       * the last entry is guest to host, the number of
		       * faults that the payload has ignored */
	/* guest to host: number of the store that last had to wait for credit.
	 * All stores before that one have retired. */
	u64 waiting;
	struct abi_record record[ABI_MAX_RECORDS];
};

_Static_assert(sizeof(struct abi_vcpu) == 4096,
	       "the vCPU blocks are laid out one per 4K page");

static inline u64 abi_value(u32 vcpu, u64 store)
{
	return (u64)vcpu << 48 | store;
}

/*
 * What memory looks like after a store, so that the host can prove that it ran.
 */
enum abi_effect {
	ABI_EFFECT_NONE,   /* no store: a control, which never dirties a page */
	ABI_EFFECT_VALUE,  /* the low bytes of the value are at the address */
	ABI_EFFECT_CHANGE, /* the bytes are not what they were before */
	ABI_EFFECT_SAME,   /* written, but with the bytes that were there */
	/* A store and a control, with a condition: another op has planted code
	 * or data in the page before, or user mode executes the stub. */
	ABI_EFFECT_PLANTED,
	ABI_EFFECT_PLANTED_NONE,
};

/*
 * A bit beside the effect.  A mask or a missing reservation keeps a part of the operand, or
 * all of it, from being written, and a processor may set the dirty bits of those pages all the
 * same.  The operand has at most ABI_MASKED_BYTES, from the address on.
 */
#define ABI_MASKED 0x80
#define ABI_MASKED_BYTES 32

static inline u32 abi_effect(u32 effect)
{
	return effect & ~ABI_MASKED;
}

static inline bool abi_effect_is_none(u32 effect)
{
	effect = abi_effect(effect);
	return effect == ABI_EFFECT_NONE || effect == ABI_EFFECT_PLANTED_NONE;
}

/*
 * A row of the store catalogue.  The stub is called with (address, value) in
 * the architecture's calling convention.  It writes the bytes address + low ..
 * address + low + length - 1.  For ABI_EFFECT_VALUE the value's low bytes lie
 * at address + low, all 8 if length is 8 or more.  For ABI_EFFECT_CHANGE the
 * page must have been filled with bytes of 0xaa before.
 */
struct abi_store {
	u64 stub;
	s32 low;
	u16 length; /* 0 for controls */
	/* The number of writes that KVM's emulator may make of the instruction,
	 * each of which marks its page.  0: one; if length is above 16, one
	 * for each byte. */
	u16 writes;
	u8 effect;  /* enum abi_effect, perhaps with ABI_MASKED */
	u8 align;   /* alignment of the address, in bytes; 0: any address */
	char name[22];
};

_Static_assert(sizeof(struct abi_store) == 40,
	       "the store table's rows are 40 bytes in assembly");

/* The image's header, at ABI_IMAGE_GVA.  Assembly fills it. */
struct abi_image {
	u64 magic;
	u32 version;
	u32 nr_stores;
	u64 entry; /* of a vCPU, called with its index on its own stack */
	u64 stores; /* struct abi_store[nr_stores] */
	u64 burst; /* stub for ABI_RECORD_BURST */
	u64 tables[3]; /* architecture's own; x86: GDT, IDT, bytes of both */
};

_Static_assert(sizeof(struct abi_image) == 64,
	       "the image header is 64 bytes in assembly");

#endif
