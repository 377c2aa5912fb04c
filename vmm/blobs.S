/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The payload's disk images, embedded in the programs that boot them.  The
 * image of an architecture without a compiler is empty.
 */
	.section .rodata
	.balign 16
	.globl image_x86, image_x86_end, image_arm64, image_arm64_end
image_x86:
#ifdef IMAGE_x86
	.incbin IMAGE_x86
#endif
image_x86_end:
image_arm64:
#ifdef IMAGE_arm64
	.incbin IMAGE_arm64
#endif
image_arm64_end:
	.section .note.GNU-stack, "", %progbits
