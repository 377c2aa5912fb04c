/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Enter a nested guest, and leave it.  Both guests share registers and stack.  So for C each
 * of these is a function that returns in the other guest.
 */
#include "arm64/abi.inc"

	.globl nested_enter, nested_leave, nested_left

	.text

#define ALL_MASKED_EL1H 0x3c5
#define CLASS_HVC 0x16

/*
 * in: x0 = HCR_EL2 of the nested guest; runs at EL2, where the names of EL1's registers
 *     stand for EL2's (FEAT_VHE)
 * out: returns at EL1
 * clobbers: x1
 */
nested_enter:
	mov x1, sp
	msr sp_el1, x1
	msr elr_el1, x30
	mov x1, #ALL_MASKED_EL1H
	msr spsr_el1, x1
	msr hcr_el2, x0
	isb
	eret

/*
 * in: runs at EL1
 * out: returns at EL2
 * clobbers: x0, x1
 */
nested_leave:
	hvc #0
	ret

/*
 * The vector of synchronous exceptions from below.
 * in: x0 = vector << 6; runs at EL2
 * out: behind the HVC, at EL2; any other exception is reported
 * clobbers: x0, x1
 */
nested_left:
	mrs x1, esr_el1
	ubfx x1, x1, #26, #6
	cmp x1, #CLASS_HVC
	b.ne trap_synchronous
	mrs x1, sp_el1
	mov sp, x1
	ldr x0, =HCR_OUTER
	msr hcr_el2, x0
	isb
	mrs x1, elr_el1
	br x1

	.section .note.GNU-stack, "", %progbits
