; SPDX-License-Identifier: GPL-2.0-only
;
; A store in the guest's user mode.  iretq enters user mode, as if an exception
; had come from there.  An interrupt that user mode may raise leaves it.  The
; host has made all pages of the payload accessible to user mode (arch_user()).

	bits 64
	default rel

	global user_call

%include "x86/abi.inc"

; User mode's stack begins so many bytes below the kernel's, which is still in
; use.
%define STACK_GAP	256

section .text

; in:       rdi = stub of the store catalogue, rsi = address, rdx = value; gs base =
;           struct abi_vcpu
; out:      the stub has run in user mode
; clobbers: what a stub may clobber (x86/stores.asm)
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
	; the handler returns to the caller of user_call
	int VECTOR_USER_END

section .note.GNU-stack noalloc noexec nowrite progbits
