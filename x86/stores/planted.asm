; SPDX-License-Identifier: GPL-2.0-only
;
; The part of the store catalogue that uses memory as code or as descriptors.
; Plain rows plant code and descriptors in a page.  Rows of effect PLANTED and
; PLANTED_NONE use a page where these were planted before; on any other page
; they end in an exception.  The last rows are for user mode only
; (x86/user.asm).  The rules of x86/stores.asm hold here too.

section .data
	align 8
planted_code:
	; a function that does nothing
	db 0xc3
	times 16 - ($ - planted_code) db 0x90
	; a function that stores to its own page: mov [rdi], rsi; ret
	db 0x48, 0x89, 0x37, 0xc3
	times 32 - ($ - planted_code) db 0x90
	; a function that overwrites its next instruction, a hlt, with a nop:
	; mov byte [rip], 0x90; hlt; ret
	db 0xc6, 0x05, 0, 0, 0, 0, 0x90
	db 0xf4, 0xc3
	times 48 - ($ - planted_code) db 0x90
	; hypercalls: vmcall, vmmcall; ret
	db 0x0f, 0x01, 0xc1, 0x0f, 0x01, 0xd9, 0xc3
	times 64 - ($ - planted_code) db 0x90

%define CODE_AT		64
%define RUN_AT		(CODE_AT + 0)
%define STORE_AT	(CODE_AT + 16)
%define MODIFY_AT	(CODE_AT + 32)
%define MODIFIED_AT	(MODIFY_AT + 7)
%define HYPERCALLS_AT	(CODE_AT + 48)
%define HYPERCALLS_BYTES 6
%define NO_HYPERCALL	0xffff		; KVM has no hypercall of this number

store "plant-code", CODE_AT, 64, CHANGE
	lea rdx, [planted_code]
%assign at 0
%rep 8
	mov rax, [rdx + at]
	mov [rdi + CODE_AT + at], rax
%assign at at + 8
%endrep
	ret

nothing "run-planted", PLANTED_NONE
	lea rax, [rdi + RUN_AT]
	jmp rax

store "run-planted-store", 0, 8, PLANTED
	lea rax, [rdi + STORE_AT]
	jmp rax

store "run-planted-modify", MODIFIED_AT, 1, PLANTED
	lea rax, [rdi + MODIFY_AT]
	jmp rax

; One of vmcall and vmmcall is the hypercall of the other vendor's processors.
; KVM overwrites that one, once (emulator_fix_hypercall() in x86.c).
%macro run_hypercalls 0
	lea rdx, [rdi + HYPERCALLS_AT]
	mov eax, NO_HYPERCALL
	jmp rdx
%endmacro

store "run-hypercalls", HYPERCALLS_AT, HYPERCALLS_BYTES, PLANTED
	run_hypercalls

nothing "run-hypercalls-again", PLANTED_NONE
	run_hypercalls

; A descriptor table: the null descriptor, a data segment that was never loaded, and
; one that was (bit 40, accessed).
%define FRESH		0x08
%define LOADED		0x10
%define ACCESSED_BYTE	5

store "plant-segments", 0, 24, CHANGE
	xor eax, eax
	mov [rdi], rax
	mov rax, 0x00cf92000000ffff
	mov [rdi + FRESH], rax
	mov rax, 0x00cf93000000ffff
	mov [rdi + LOADED], rax
	ret

; Use the descriptor table at the address, and load its segment %1 by %2...
%macro load_planted 2+
	sub rsp, 32
	sgdt [rsp]
	mov word [rsp + 16], LOADED + 7
	mov [rsp + 18], rdi
	lgdt [rsp + 16]
	mov eax, %1
	%2
	lgdt [rsp]
	xor eax, eax
	mov fs, eax
	add rsp, 32
	ret
%endmacro

; The processor sets the descriptor's accessed bit.
store "load-segment", FRESH + ACCESSED_BYTE, 1, PLANTED
	load_planted FRESH, mov fs, eax

; KVM's emulator sets it.  Where the prefix is #UD, it has to be so with the guest's own
; table: with the planted one the exception is the guest's death.
store "emu-load-segment", FRESH, 8, PLANTED
	emulated nop
	load_planted FRESH, emulated mov fs, eax

; The accessed bit is set already, so the processor stores nothing.
nothing "load-segment-loaded", PLANTED_NONE
	load_planted LOADED, mov fs, eax

; When the processor leaves user mode, it takes the stack from the task state
; segment.  It pushes five qwords there for an interrupt, four for a call gate.
; %1... = the instruction that leaves user mode
%macro switch_stack 1+
	mov rax, [gs:abs VCPU_TSS_RSP0]
	mov [gs:abs VCPU_TSS_RSP0], rdi
	%1
	mov [gs:abs VCPU_TSS_RSP0], rax
	ret
%endmacro

store "user-int", -48, 48, PLANTED, 16
	switch_stack int VECTOR_RETURN

store "user-call-gate", -32, 32, PLANTED, 0, 4
	switch_stack call dword far [gate_pointer]
