/* SPDX-License-Identifier: GPL-2.0-only */
/* The payload's disk images of all architectures, in a program that boots them. */
	.section .rodata
	.balign 16
	.globl image_x86, image_x86_end, image_arm64, image_arm64_end
image_x86:
	.incbin IMAGE_x86
image_x86_end:
image_arm64:
	.incbin IMAGE_arm64
image_arm64_end:
	.section .note.GNU-stack, "", %progbits
