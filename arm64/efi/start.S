/* SPDX-License-Identifier: GPL-2.0-only */
/* The switch to the payload's own translation, and the exception vectors. */

	.globl efi_switch, efi_secondary, efi_code_begin, efi_code_end
	.globl efi_vectors
	.hidden efi_switch, efi_secondary, efi_code_begin, efi_code_end
	.hidden efi_vectors

	.text
	.balign 64
efi_code_begin:
/*
 * Switch from the firmware's translation to the payload's.  The MMU is off in
 * between, so the code up to efi_code_end must be in memory, not only in a
 * cache.
 * in: x0 = struct context (machine.c)
 * out: context.entry(context.vcpu) on context.stack
 */
efi_switch:
	msr daifset, #15
	mrs x1, sctlr_el1
	mov x2, #0x1005			/* M, C, I */
	bic x1, x1, x2
	dsb sy
	msr sctlr_el1, x1
	isb
/* in: x0 = struct context; the MMU is off */
efi_secondary:
	msr daifset, #15
	msr spsel, #1
	ldp x1, x2, [x0]
	ldp x3, x4, [x0, #16]
	ldp x5, x6, [x0, #32]
	ldp x7, x8, [x0, #48]
	msr mair_el1, x3
	msr tcr_el1, x2
	msr ttbr0_el1, x1
	msr vbar_el1, x8
	mov sp, x5
	isb
	tlbi vmalle1
	dsb nsh
	ic iallu
	dsb nsh
	isb
	msr sctlr_el1, x4
	isb
	mov x0, x6
	mov x29, xzr
	mov x30, xzr
	br x7
efi_code_end:

/*
 * The reported vector is the entry's index, 0 to 15.
 * out: does not return
 */
	.balign 2048
efi_vectors:
	.set vector, 0
	.rept 16
	.balign 128
	mov x0, #vector
	mrs x1, esr_el1
	mrs x2, elr_el1
	mrs x3, far_el1
	b efi_trap
	.set vector, vector + 1
	.endr

	.section .note.GNU-stack, "", %progbits
