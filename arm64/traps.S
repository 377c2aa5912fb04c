/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Exception vectors.  A payload expects no exception.  A vector records the
 * exception for the host, and rings the doorbell.  The vCPU does not continue.
 * No code here uses the stack, because a stub may have moved SP.
 */
#include "arm64/abi.inc"

	.globl trap_vectors, trap_synchronous

	.text

/*
 * The reported vector is the entry's index, 0 to 15, times 64.  For a
 * synchronous exception (every fourth entry) the exception class is added:
 * 0x100 is an undefined instruction of the payload, 0x125 a data abort.
 */
	.balign 2048
trap_vectors:
	.set vector, 0
	.rept 16
	.balign 128
	mov x0, #vector << 6
	.if vector & 3
	b trap_report
	.elseif vector == 8
	b nested_left
	.else
	b trap_synchronous
	.endif
	.set vector, vector + 1
	.endr

	.balign 128
trap_synchronous:
	mrs x1, esr_el1
	ubfx x1, x1, #26, #6
	orr x0, x0, x1

/*
 * in: x0 = vector; TPIDR_EL1 = struct abi_vcpu
 * out: does not return
 */
trap_report:
	mrs x2, tpidr_el1
	str x0, [x2, #VCPU_TRAP_VECTOR]
	mrs x1, esr_el1
	str x1, [x2, #VCPU_TRAP_ERROR]
	mrs x1, elr_el1
	str x1, [x2, #VCPU_TRAP_PC]
	mrs x1, far_el1
	str x1, [x2, #VCPU_TRAP_ADDRESS]
	mov x1, #BELL_GPA
	mov w0, #BELL_TRAP
	dmb ish
.Lagain:
	str w0, [x1]
	b .Lagain

	.section .note.GNU-stack, "", %progbits
