/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The one contract between host and payload: where things are, what a store
 * record says, what a doorbell means.  All of it lies in memory that KVM does
 * not log, so that nothing here can appear in a dirty log by itself.  It is
 * small enough that assembly can report a fault before any C has run.
 *
 * A payload holds no expectation: it obeys records, publishes how far it is,
 * and rings the doorbell.  Every number that a test cares about comes from the
 * host.
 */
#ifndef LIB_ABI_H
#define LIB_ABI_H

#include "lib/pattern.h"
#include "lib/types.h"

#define ABI_MAGIC 0x59545249444d564bull /* "KVMDIRTY" */
#define ABI_VERSION 1

/* Guest virtual addresses; data slots are mapped at their physical address. */
#define ABI_IMAGE_GVA 0x400000ull   /* the payload, struct abi_image first */
#define ABI_VCPU_GVA 0x10000000ull  /* one struct abi_vcpu per vCPU */
#define ABI_STACK_GVA 0x18000000ull /* one stack per vCPU */
#define ABI_STACK_BYTES 0x4000ull
#define ABI_MAX_VCPUS 512
#define ABI_NESTED_GVA 0x1c000000ull /* what the architecture needs to nest */
/*
 * Data slots are mapped once more so far up, for nested guests alone: through
 * physical addresses that the outer guest does not have.
 */
#define ABI_NESTED_ALIAS (64ull << 30)

/*
 * The doorbell: a 32-bit write of an enum abi_bell to port ABI_BELL_PORT on
 * x86, to physical address ABI_BELL_GPA (outside every slot) elsewhere.  Either
 * is an exit to userspace after which the payload's earlier stores have
 * retired.  The port can be read too, for string input, and on x86 the page at the
 * address, as a device that is copied from.
 */
#define ABI_BELL_PORT 0x0d17
#define ABI_BELL_GPA 0x08f00000ull

enum abi_bell {
	ABI_BELL_DONE = 1, /* all records obeyed (and once after boot) */
	ABI_BELL_TRAP,	   /* unexpected exception: struct abi_trap is filled */
	ABI_BELL_BAD,	   /* a record the payload cannot obey: trap.vector is
			    * its index */
};

/* An exception that nobody expected, as the payload's vectors saw it. */
struct abi_trap {
	u64 vector;
	u64 error;
	u64 pc;
	u64 address; /* x86: CR2; arm64: FAR */
};

/*
 * Obey one pattern with one store instruction: for each page that the pattern
 * yields, execute the stub at area_gva + (page << page_shift) + offset_bytes
 * with the next sequence number as the value.
 */
struct abi_record {
	u32 op;		  /* index into the image's store table */
	u32 offset_bytes; /* within the page; may run over into the next */
	u64 area_gva;
	u32 page_shift;
	u32 flags; /* ABI_RECORD_* */
	u64 value; /* with ABI_RECORD_VALUE */
	struct pattern_spec pattern;
};

_Static_assert(sizeof(struct abi_record) == 64,
	       "assembly and host agree that a store record is 64 bytes");

/*
 * A plain RUN with the image's burst stub, a handful of instructions per store
 * and nothing published in between: the densest stream of new pages that the
 * processor can make.
 */
#define ABI_RECORD_BURST 1
/* In a nested guest, at addresses from ABI_NESTED_ALIAS on. */
#define ABI_RECORD_NESTED 2

/* Forget all translations before the first store. */
#define ABI_RECORD_FLUSH 4

/* Every store is of the record's value, not of the store's number. */
#define ABI_RECORD_VALUE 8

/* In the processor's user mode, where the host has made all memory the user's. */
#define ABI_RECORD_USER 16

#define ABI_MAX_RECORDS 56

/*
 * One per vCPU.  The value that store number n of vCPU v writes (n from 1) is
 * abi_value(v, n), so that every store of a test has a value of its own.
 */
struct abi_vcpu {
	/* host to guest */
	u32 nr_records;
	u32 reserved0;
	u64 credit; /* number of the last store that may begin; the vCPU waits
		     * in guest mode for more */
	/* guest to host */
	u64 stores;  /* number of the store begun last; grows for ever */
	u64 records; /* records completed since the last doorbell */
	struct abi_trap trap;
	u64 arch[55]; /* architecture's own, host to guest; x86: the TSS, and in
		       * the last, guest to host, faults that went by */
	/* guest to host: number of the store that last had to wait for credit;
	 * when it is published, all stores before it have retired */
	u64 waiting;
	struct abi_record record[ABI_MAX_RECORDS];
};

_Static_assert(sizeof(struct abi_vcpu) == 4096,
	       "the vCPU blocks are laid out one per 4K page");

static inline u64 abi_value(u32 vcpu, u64 store)
{
	return (u64)vcpu << 48 | store;
}

/* What memory looks like after a store, so that the host can prove it ran. */
enum abi_effect {
	ABI_EFFECT_NONE,   /* no store at all: a control, never dirties */
	ABI_EFFECT_VALUE,  /* the low bytes of the value are at the address */
	ABI_EFFECT_CHANGE, /* what was there before is not there any more */
	ABI_EFFECT_SAME,   /* written, but with what was there before */
	/* A store, and none, where another op must have planted something in
	 * the page first, or which is for user mode alone. */
	ABI_EFFECT_PLANTED,
	ABI_EFFECT_PLANTED_NONE,
};

static inline bool abi_effect_is_none(u32 effect)
{
	return effect == ABI_EFFECT_NONE || effect == ABI_EFFECT_PLANTED_NONE;
}

/*
 * A row of the store catalogue.  The stub obeys the architecture's calling
 * convention with (address, value); it stores to bytes address + low ..
 * address + low + length - 1.  For ABI_EFFECT_VALUE the value's low bytes lie
 * at address + low, all 8 if length has room for them.  Stubs that change
 * memory do so for a prefill of 0xaa bytes.
 */
struct abi_store {
	u64 stub;
	s32 low;
	u16 length; /* 0 for controls */
	/* How many writes the instruction makes, each of which KVM may mark when
	 * it emulates; 0: one, or one for each byte of more than 16. */
	u16 writes;
	u8 effect;  /* enum abi_effect */
	u8 align;   /* of the address, in bytes, that the stub demands; 0: any */
	char name[22];
};

_Static_assert(sizeof(struct abi_store) == 40,
	       "the store table's rows are 40 bytes in assembly");

/* The first thing in the image, written in assembly. */
struct abi_image {
	u64 magic;
	u32 version;
	u32 nr_stores;
	u64 entry; /* (vCPU index); stack given */
	u64 stores; /* struct abi_store[nr_stores] */
	u64 burst; /* stub for ABI_RECORD_BURST */
	u64 tables[3]; /* architecture's own; x86: GDT, IDT, bytes of both */
};

_Static_assert(sizeof(struct abi_image) == 64,
	       "the image header is 64 bytes in assembly");

#endif
