; SPDX-License-Identifier: GPL-2.0-only
;
; The beginning of every x86 payload: the header that the host reads, the
; descriptor tables that the host loads into each vCPU, and the first
; instructions.  Descriptors hold addresses in halves of 16 bits.  Their targets
; lie in section .boot, which the linker puts at ABI_IMAGE_GVA, 64K aligned.

	bits 64
	default rel

	global image_header, payload_entry, trap_ring
	extern stores_begin, nr_stores, burst_run, payload_main

%include "x86/abi.inc"

section .boot progbits alloc exec write align=4096

; struct abi_image
image_header:
	db "KVMDIRTY"			; ABI_MAGIC
	dd ABI_VERSION
	dd nr_stores
	dq payload_entry
	dq stores_begin
	dq burst_run
	dq gdt, idt
	dd gdt_end - gdt, idt_end - idt

	align 16
gdt:
	dq 0
	dq 0x00af9b000000ffff		; KERNEL_CS: 64-bit code, accessed
	dq 0x00cf93000000ffff		; data, writable, accessed
	dq 0, 0				; KERNEL_TSS, never loaded: the host sets tr
	; CALL_GATE, usable at every privilege level
	dw gate_stub - $$
	dw KERNEL_CS
	db 0, 0xec
	dw IMAGE_BASE >> 16
	dd 0, 0
	dq 0x00affb000000ffff		; USER_CS
	dq 0x00cff3000000ffff		; USER_DS
gdt_end:

	align 16
idt:
%assign vector 0
%rep NR_VECTORS
	dw trap_stubs + vector * 16 - $$
	dw KERNEL_CS
	db 1, 0x8e			; IST 1: a stub may have moved rsp
	dw IMAGE_BASE >> 16
	dd 0, 0
%assign vector vector + 1
%endrep
; user_vector stub, IST number (0: none): user mode may raise this vector too
%macro user_vector 2
	dw %1 - $$
	dw KERNEL_CS
	db %2, 0xee
	dw IMAGE_BASE >> 16
	dd 0, 0
%endmacro
	user_vector return_stub, 0
	user_vector return_stub, 2
	user_vector user_end, 0
	user_vector fault_stub, 1
idt_end:

%include "x86/traps.asm"

section .text

; The first instruction of a vCPU.  The host has set rsp, the segments, the
; tables, and gs, whose base is this vCPU's struct abi_vcpu.
; in: rdi = vCPU index
; out: does not return
payload_entry:
	xor ebp, ebp
	cld
	call payload_main
	ud2

section .note.GNU-stack noalloc noexec nowrite progbits
