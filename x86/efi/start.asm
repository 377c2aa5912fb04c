; SPDX-License-Identifier: GPL-2.0-only
;
; The start of the other vCPUs, and the exception vectors of all vCPUs.

	default rel

	global efi_trampoline, efi_trampoline_end, efi_slot, efi_vectors
	global efi_on_stack
	extern efi_trap

section .text

; C copies this code to a page below 1 MiB.  A SIPI starts a vCPU there in real
; mode, with cs at that page.  C fills efi_slot (struct slot in machine.c).
; in: nothing
; out: calls slot.entry(slot.vcpu) in 64-bit mode, on slot.stack
	bits 16
	align 16
efi_trampoline:
	cli
	mov ax, cs
	mov ds, ax
	mov eax, 1 << 5			; PAE
	mov cr4, eax
	mov eax, [efi_slot.root - efi_trampoline]
	mov cr3, eax
	mov ecx, 0xc0000080		; EFER
	rdmsr
	or eax, 1 << 8			; LME
	wrmsr
	o32 lgdt [efi_slot.gdt - efi_trampoline]
	mov eax, 0x80000011		; PG, ET, PE; caches on
	mov cr0, eax
	o32 jmp far [efi_slot.target - efi_trampoline]

	bits 64
.long:
	mov ax, 16
	mov ds, ax
	mov es, ax
	mov ss, ax
	mov rsp, [efi_slot.stack]
	mov edi, [efi_slot.vcpu]
	call [efi_slot.entry]
	ud2

	align 8
efi_slot:
.root:	dd 0
.vcpu:	dd 0
.stack:	dq 0
.entry:	dq 0
.gdt:	dw 0
	dd 0
.target: dd .long_at
	dw 8
.long_at equ efi_trampoline.long - efi_trampoline
efi_trampoline_end:

; in: rdi = top of a stack, rsi = function, edx = its argument
; out: does not return
efi_on_stack:
	mov rsp, rdi
	mov edi, edx
	call rsi
	ud2

; 32 stubs of 16 bytes.  The processor pushes an error code for the exceptions
; in this mask.  The stubs of the others push a 0.
%define WITH_ERROR 0x60227d00
	align 16
efi_vectors:
%assign vector 0
%rep 32
	align 16
%if ((WITH_ERROR >> vector) & 1) = 0
	push 0
%endif
	push vector
	jmp report
%assign vector vector + 1
%endrep

; in: stack = vector, error code, rip
report:
	pop rdi
	pop rsi
	mov rdx, [rsp]
	mov rcx, cr2
	and rsp, -16
	call efi_trap
	ud2

section .note.GNU-stack noalloc noexec nowrite progbits
