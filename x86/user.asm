; SPDX-License-Identifier: GPL-2.0-only
;
; A store in the guest's user mode: the processor is led there as if back from an
; exception, and comes out of it by an interrupt that user mode may raise.  All
; pages of the payload are the user's as well, where the host says so.

	bits 64
	default rel

	global user_call

%include "x86/abi.inc"

; The stack goes on below what the way back is kept on.
%define STACK_GAP	256

section .text

; in:       rdi = stub of the store catalogue, rsi = address, rdx = value; gs base =
;           struct abi_vcpu
; out:      the stub has run in user mode
; clobbers: what a stub does
user_call:
	mov [gs:abs VCPU_TSS_RSP0], rsp
	mov rax, rdi
	mov rdi, rsi
	mov rsi, rdx
	lea rcx, [rsp - STACK_GAP]
	push USER_DS
	push rcx
	pushfq
	push USER_CS
	lea rcx, [.user]
	push rcx
	iretq
.user:
	call rax
	; its handler returns to our caller
	int VECTOR_USER_END

section .note.GNU-stack noalloc noexec nowrite progbits
