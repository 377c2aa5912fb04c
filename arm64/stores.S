/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The store catalogue: every kind of instruction that writes memory by a path
 * of its own through the processor or through KVM.  Instructions that only look
 * like stores are in the catalogue as controls.  Each instruction has one
 * block: the macro writes the row of the table (struct abi_store in lib/abi.h),
 * and the lines below the macro are the stub.
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
#define MASKED 0x80 /* a bit beside these */

/* A page holds these bytes before a store. */
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

/*
 * nothing name [, effect [, align]]: a control, which reads the address or does
 * not access it
 */
.macro nothing name, effect=NONE, align=0
	store "\name", 0, 0, \effect, \align
.endm

	.section .stores, "a"
	.balign 8
stores_begin:

	.text

#include "arm64/stores/plain.inc"
#include "arm64/stores/atomics.inc"
#include "arm64/stores/others.inc"
#include "arm64/stores/planted.inc"

	.section .stores, "a"
stores_end:
	.set nr_stores, (stores_end - stores_begin) / 40

	.text

/*
 * Store the value whatever memory holds.  If a compare-and-swap fails, the next
 * one compares with what the last one found.
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
