/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The beginning of every arm64 payload: the header that the host reads, and the
 * first instructions.
 */
#include "arm64/abi.inc"

	.globl image_header, payload_entry

	.section .boot, "ax"
	.balign 4096

/* struct abi_image */
image_header:
	.ascii "KVMDIRTY"		/* ABI_MAGIC */
	.word ABI_VERSION
	.word nr_stores
	.quad payload_entry
	.quad stores_begin
	.quad burst_run
	.quad trap_vectors, 0, 0

	.text

/*
 * The first instruction of a vCPU.  The host has set up translation, SP and
 * VBAR_EL1.  TPIDR_EL1 holds the address of this vCPU's struct abi_vcpu.
 * in: x0 = vCPU index
 * out: does not return
 */
payload_entry:
	mov x29, xzr
	mov x30, xzr
	bl payload_main
	udf #0

	.section .note.GNU-stack, "", %progbits
