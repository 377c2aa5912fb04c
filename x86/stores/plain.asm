; SPDX-License-Identifier: GPL-2.0-only
;
; Part of the store catalogue; x86/stores.asm has its macros.
; Stores by plain instructions: each width, through the stack pointer, by calls, gates
; and interrupts.

; Plain stores of each width

store "store-8", 0, 1, VALUE
	mov [rdi], sil
	ret

store "store-16", 0, 2, VALUE
	mov [rdi], si
	ret

store "store-32", 0, 4, VALUE
	mov [rdi], esi
	ret

store "store-64", 0, 8, VALUE
	mov [rdi], rsi
	ret

store "mov-imm", 0, 8, CHANGE
	mov qword [rdi], 0x5b5b5b5b
	ret

store "movnti-32", 0, 4, VALUE
	movnti [rdi], esi
	ret

store "movnti-64", 0, 8, VALUE
	movnti [rdi], rsi
	ret

store "setcc", 0, 1, CHANGE
	stc
	setc [rdi]
	ret

; Stores through the stack pointer

store "push", -8, 8, VALUE
	mov rax, rsp
	mov rsp, rdi
	push rsi
	mov rsp, rax
	ret

store "pushf", -8, 8, CHANGE
	mov rax, rsp
	mov rsp, rdi
	pushfq
	mov rsp, rax
	ret

store "call", -8, 8, CHANGE
	mov rax, rsp
	mov rsp, rdi
	call .here
.here:
	mov rsp, rax
	ret

; A far call also pushes the code segment, by a second write.  AMD's processors
; have no far pointers of 64 bits, so two times 32 bits are pushed.
section .data
far_pointer:
	dd far_target
	dw KERNEL_CS
gate_pointer:
	dd 0
	dw CALL_GATE

store "call-far", -8, 8, CHANGE, 0, 2
	mov rax, rsp
	mov rsp, rdi
	call dword far [far_pointer]
far_target:
	mov rsp, rax
	ret

; A 64-bit gate, so two times 64 bits are pushed.  The gate leads to a return.
store "call-gate", -16, 16, CHANGE, 0, 2
	mov rax, rsp
	mov rsp, rdi
	call dword far [gate_pointer]
	mov rsp, rax
	ret

; The processor pushes five qwords for the handler.  It rounds rsp down to 16
; bytes before.
store "int", -48, 48, CHANGE, 16
	mov rax, rsp
	mov rsp, rdi
	int VECTOR_RETURN
	mov rsp, rax
	ret

; The same on a stack of the task state segment, whatever rsp is.
store "int-ist", -48, 48, CHANGE, 16
	mov [gs:abs VCPU_TSS_IST2], rdi
	int VECTOR_RETURN_IST
	ret

store "enter", -8, 8, VALUE
	mov rax, rsp
	mov rcx, rbp
	mov rsp, rdi
	mov rbp, rsi
	enter 0, 0
	mov rsp, rax
	mov rbp, rcx
	ret

store "pop-mem", 0, 8, VALUE
	push rsi
	pop qword [rdi]
	ret
