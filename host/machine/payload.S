/* SPDX-License-Identifier: GPL-2.0-only */
/* One payload as a row of struct image; the build gives PAYLOAD and FILE. */
#define STR_(x) #x
#define STR(x) STR_(x)

	.section .rodata
	.balign 8
1:	.incbin FILE
2:
3:	.asciz STR(PAYLOAD)

	.section payloads, "aw"
	.balign 8
	.quad 3b, 1b, 2b

	.section .note.GNU-stack, "", %progbits
