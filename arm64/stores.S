/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The store catalogue: every kind of instruction that writes memory by a path
 * of its own through the processor or through KVM, and, as controls,
 * instructions that look as if they did.  One block per instruction: the macro
 * writes its row of the table (struct abi_store in lib/abi.h), the lines below
 * it are its stub.
 *
 * A stub touches the address with the instruction that names it and with
 * nothing else.  The exception is a store-exclusive, which has to follow a
 * load-exclusive of the same address.
 *
 * Every stub is called as a C function of (address, value):
 * in:       x0 = address, x1 = value; no interrupts while it runs, as some
 *           stubs point SP at the address
 * out:      the store of the table's row
 * clobbers: x0-x17, v0-v7, z0-z7, p0-p3, flags
 */
	.arch armv8.4-a+simd+sve

	.globl stores_begin, stores_end, nr_stores, burst_run

/* enum abi_effect */
#define NONE 0
#define VALUE 1
#define CHANGE 2
#define SAME 3
#define PLANTED 4
#define PLANTED_NONE 5

/* The bytes that a page is filled with before a store. */
#define PREFILL 0xaaaaaaaaaaaaaaaa
#define NOT_PREFILL 0x5555555555555555

#define NAME_BYTES 22

/* store name, low, length, effect [, align] */
.macro store name, low, length, effect, align=0
	.section .stores, "a"
	.quad .Lstub_\@
	.word \low
	.hword \length, 0
	.byte \effect, \align
.Lname_\@:
	.ascii "\name"
.Lname_end_\@:
	.if .Lname_end_\@ - .Lname_\@ >= NAME_BYTES
	.error "a store name must leave room for its final 0"
	.endif
	.skip NAME_BYTES - (.Lname_end_\@ - .Lname_\@)
	.text
	.balign 4
.Lstub_\@:
.endm

/* nothing name [, effect]: a control, which reads or does not even do that */
.macro nothing name, effect=NONE
	store "\name", 0, 0, \effect
.endm

	.section .stores, "a"
	.balign 8
stores_begin:

	.text

/* Plain stores of each width */

store "store-64", 0, 8, VALUE
	str x1, [x0]
	ret

store "store-8", 0, 1, VALUE
	strb w1, [x0]
	ret

store "store-16", 0, 2, VALUE
	strh w1, [x0]
	ret

store "store-32", 0, 4, VALUE
	str w1, [x0]
	ret

store "str-zero", 0, 8, CHANGE
	str xzr, [x0]
	ret

store "str-128", 0, 16, VALUE
	dup v0.2d, x1
	str q0, [x0]
	ret

/* Pairs: one instruction, and where they straddle, two faults */

store "stp-32", 0, 8, CHANGE
	stp w1, w1, [x0]
	ret

store "stp-64", 0, 16, VALUE
	stp x1, x1, [x0]
	ret

store "stp-128", 0, 32, VALUE
	dup v0.2d, x1
	stp q0, q0, [x0]
	ret

store "stnp", 0, 16, VALUE
	stnp x1, x1, [x0]
	ret

/* Addressing modes: offsets, and a base that is written back only once the
 * store has not faulted */

store "stur-above", 255, 8, VALUE
	stur x1, [x0, #255]
	ret

store "stur-below", -256, 8, VALUE
	stur x1, [x0, #-256]
	ret

store "str-register", 24, 8, VALUE
	mov x9, #3
	str x1, [x0, x9, lsl #3]
	ret

store "str-pre-index", 16, 8, VALUE
	str x1, [x0, #16]!
	ret

store "str-post-index", 0, 8, VALUE
	str x1, [x0], #16
	ret

store "stp-pre-index", -32, 16, VALUE
	stp x1, x1, [x0, #-32]!
	ret

store "stp-post-index", 0, 16, VALUE
	stp x1, x1, [x0], #32
	ret

/* Through SP, which has to be a multiple of 16 */
store "push", -16, 8, VALUE, 16
	mov x9, sp
	mov sp, x0
	str x1, [sp, #-16]!
	mov sp, x9
	ret

/* Vectors in memory order and in turns */

store "st1-64-bytes", 0, 64, VALUE
	dup v0.2d, x1
	mov v1.16b, v0.16b
	mov v2.16b, v0.16b
	mov v3.16b, v0.16b
	st1 {v0.2d-v3.2d}, [x0]
	ret

store "st4-64-bytes", 0, 64, VALUE
	dup v0.2d, x1
	mov v1.16b, v0.16b
	mov v2.16b, v0.16b
	mov v3.16b, v0.16b
	st4 {v0.2d-v3.2d}, [x0]
	ret

store "st1-lane", 0, 2, VALUE
	dup v0.8h, w1
	st1 {v0.h}[5], [x0]
	ret

/*
 * SVE, where the host has it; its vectors are of 128 bits, as the host leaves
 * ZCR_EL1 at 0.  Elements that the predicate leaves out are not written and
 * cannot fault: they may lie in another page, which stays clean.
 */

store "sve-str", 0, 16, VALUE
	dup z0.d, x1
	str z0, [x0]
	ret

store "sve-st1d", 0, 16, VALUE
	dup z0.d, x1
	ptrue p0.d
	st1d {z0.d}, p0, [x0]
	ret

store "sve-st1d-low", 0, 8, VALUE
	dup z0.d, x1
	ptrue p0.d, vl1
	st1d {z0.d}, p0, [x0]
	ret

store "sve-st1d-high", 8, 8, VALUE
	dup z0.d, x1
	ptrue p0.d
	ptrue p1.d, vl1
	bic p0.b, p0/z, p0.b, p1.b
	st1d {z0.d}, p0, [x0]
	ret

nothing "sve-st1d-0"
	dup z0.d, x1
	pfalse p0.b
	st1d {z0.d}, p0, [x0]
	ret

store "sve-stnt1d", 0, 16, VALUE
	dup z0.d, x1
	ptrue p0.d
	stnt1d {z0.d}, p0, [x0]
	ret

store "sve-st2d", 0, 32, VALUE
	dup z0.d, x1
	dup z1.d, x1
	ptrue p0.d
	st2d {z0.d, z1.d}, p0, [x0]
	ret

/* To two addresses, one by one */
store "sve-scatter", 0, 16, VALUE
	dup z0.d, x1
	index z1.d, #0, #1
	ptrue p0.d
	st1d {z0.d}, p0, [x0, z1.d, lsl #3]
	ret

store "sve-scatter-high", 8, 8, VALUE
	dup z0.d, x1
	index z1.d, #0, #1
	ptrue p0.d
	ptrue p1.d, vl1
	bic p0.b, p0/z, p0.b, p1.b
	st1d {z0.d}, p0, [x0, z1.d, lsl #3]
	ret

/* With release semantics; aligned, as not every processor has FEAT_LSE2 */

store "stlr-8", 0, 1, VALUE
	stlrb w1, [x0]
	ret

store "stlr-64", 0, 8, VALUE, 8
	stlr x1, [x0]
	ret

store "stlur", -8, 8, VALUE, 8
	stlur x1, [x0, #-8]
	ret

/* Exclusives.  An exception between load and store loses the reservation: the
 * store fails, and both are tried again, as in any program. */

store "stxr-8", 0, 1, VALUE
1:	ldxrb w9, [x0]
	stxrb w10, w1, [x0]
	cbnz w10, 1b
	ret

store "stxr-64", 0, 8, VALUE, 8
1:	ldxr x9, [x0]
	stxr w10, x1, [x0]
	cbnz w10, 1b
	ret

store "stlxr-64", 0, 8, VALUE, 8
1:	ldaxr x9, [x0]
	stlxr w10, x1, [x0]
	cbnz w10, 1b
	ret

store "stxp", 0, 16, VALUE, 16
1:	ldxp x9, x11, [x0]
	stxp w10, x1, x1, [x0]
	cbnz w10, 1b
	ret

/*
 * Without a reservation it fails and stores nothing.  Whether it takes a fault
 * first, for a page that is protected, and so dirties it, is left to the
 * implementation (Arm ARM, AArch64.ExclusiveMonitorsPass()).
 */
nothing "stxr-fail"
	clrex
	stxr w10, x1, [x0]
	ret

/* Atomics (FEAT_LSE): aligned, as not every processor has FEAT_LSE2 */

store "swp", 0, 8, VALUE, 8
	swp x1, x9, [x0]
	ret

store "swpal-16", 0, 2, VALUE, 2
	swpalh w1, w9, [x0]
	ret

store "ldadd", 0, 8, CHANGE, 8
	ldadd x1, x9, [x0]
	ret

store "ldadd-8", 0, 1, CHANGE
	mov w9, #1
	ldaddb w9, w9, [x0]
	ret

/* No result is asked for. */
store "stadd", 0, 8, CHANGE, 8
	stadd x1, [x0]
	ret

/* It adds nothing, and is a store all the same. */
store "ldadd-0", 0, 8, SAME, 8
	ldadd xzr, x9, [x0]
	ret

/* In the prefill even bits are 0 and odd bits are 1. */

store "ldset", 0, 8, CHANGE, 8
	mov x9, #1
	ldset x9, x9, [x0]
	ret

store "ldset-set", 0, 8, SAME, 8
	mov x9, #2
	ldset x9, x9, [x0]
	ret

store "ldclr", 0, 8, CHANGE, 8
	mov x9, #2
	ldclr x9, x9, [x0]
	ret

store "ldeor", 0, 8, CHANGE, 8
	mov x9, #1
	ldeoral x9, x9, [x0]
	ret

/* The prefill is the largest by far, and the smallest signed number. */

store "ldumax-same", 0, 8, SAME, 8
	mov x9, #1
	ldumax x9, x9, [x0]
	ret

store "ldsmax", 0, 8, CHANGE, 8
	mov x9, #1
	ldsmax x9, x9, [x0]
	ret

store "cas-hit", 0, 8, VALUE, 8
	mov x9, #PREFILL
	mov x10, #PREFILL
	b cas_until_hit

/*
 * The address is translated for a load and a store before anything is compared
 * (Arm ARM, MemAtomicCompareAndSwap()): so a compare-and-swap that fails faults
 * on a protected page all the same, and KVM marks it.
 */
store "cas-miss", 0, 8, SAME, 8
	mov x9, #NOT_PREFILL
	cas x9, x1, [x0]
	ret

store "cas-8-miss", 0, 1, SAME
	mov x9, #NOT_PREFILL
	casb w9, w1, [x0]
	ret

store "casp-hit", 0, 16, VALUE, 16
	mov x2, x1
	mov x3, x1
	mov x4, #PREFILL
	mov x5, #PREFILL
1:	mov x6, x4
	mov x7, x5
	casp x4, x5, x2, x3, [x0]
	cmp x4, x6
	ccmp x5, x7, #0, eq
	b.ne 1b
	ret

store "casp-miss", 0, 16, SAME, 16
	mov x2, x1
	mov x3, x1
	mov x4, #NOT_PREFILL
	mov x5, #NOT_PREFILL
	casp x4, x5, x2, x3, [x0]
	ret

/*
 * A block of zeroes, as many bytes as the processor says.  The row says 64,
 * which every processor seen so far has; on another the stub is an undefined
 * instruction, that is, the host cannot execute it.
 */
store "dc-zva-64", 0, 64, CHANGE, 64
	mrs x9, dczid_el0
	and x9, x9, #0x1f		/* DZP, and log2 of words */
	cmp x9, #4
	b.ne 1f
	dc zva, x0
	ret
1:	udf #0

/* Controls that read */

nothing "read"
	ldr x9, [x0]
	ret

nothing "ldp"
	ldp x9, x10, [x0]
	ret

nothing "ldar-8"
	ldarb w9, [x0]
	ret

/* A reservation, and no store */
nothing "ldxr-8"
	ldxrb w9, [x0]
	clrex
	ret

nothing "ld1"
	ld1 {v0.2d-v3.2d}, [x0]
	ret

/* Controls that do not access the address, or only hint at it */

nothing "prfm-pldl1keep"
	prfm pldl1keep, [x0]
	ret

/* It asks for the cache line to be owned for writing, and writes nothing. */
nothing "prfm-pstl1keep"
	prfm pstl1keep, [x0]
	ret

nothing "dc-cvac"
	dc cvac, x0
	ret

nothing "dc-cvau"
	dc cvau, x0
	ret

nothing "dc-civac"
	dc civac, x0
	ret

nothing "ic-ivau"
	ic ivau, x0
	ret

/* Whether the guest's own page tables let it read, and write, there */

nothing "at-s1e1r"
	at s1e1r, x0
	ret

nothing "at-s1e1w"
	at s1e1w, x0
	ret

#include "arm64/planted.inc"

	.section .stores, "a"
stores_end:
	.set nr_stores, (stores_end - stores_begin) / 40

	.text

/*
 * Each value arrives whatever was there before: what a compare-and-swap found
 * is what the next one compares with.
 * in: x0 = address, x1 = value, x9 = x10 = the first guess
 */
cas_until_hit:
	cas x9, x1, [x0]
	cmp x9, x10
	mov x10, x9
	b.ne cas_until_hit
	ret

/*
 * The tightest loop of stores: four instructions for each.
 * in:       x0 = address, x1 = first value, x2 = bytes from one store to the
 *           next, x3 = number of stores
 * out:      value + n in the 8 bytes at address + n * x2, for each n below x3
 * clobbers: x0, x1, x3
 */
	.balign 16
burst_run:
	cbz x3, 2f
1:	str x1, [x0]
	add x1, x1, #1
	add x0, x0, x2
	sub x3, x3, #1
	cbnz x3, 1b
2:	ret

	.section .note.GNU-stack, "", %progbits
