; SPDX-License-Identifier: GPL-2.0-only
;
; Into a nested guest and out again.  Registers and stack go along, so that for C
; each is a function that returns, on the other side.

	bits 64
	default rel

	global svm_enter, svm_leave

%include "x86/abi.inc"

%define VMCB_EXITCODE	0x070
%define VMCB_EXITINFO2	0x080
%define VMCB_RIP	0x578
%define VMCB_RSP	0x5d8
%define EXIT_VMMCALL	0x81

section .text

; in: gs base = struct abi_vcpu with a struct nested
; out: in the nested guest
; clobbers: rax, rcx, rdx
svm_enter:
	mov rax, [gs:abs VCPU_NESTED_VMCB_GPA]
	mov rcx, [gs:abs VCPU_NESTED_VMCB_GVA]
	lea rdx, [.inside]
	mov [rcx + VMCB_RIP], rdx
	mov [rcx + VMCB_RSP], rsp
	clgi
	vmrun
	stgi
	; The nested guest has left, and the registers are its own but for rax and
	; rsp.  The only way out is svm_leave, whose caller is next on its stack.
	mov rcx, [gs:abs VCPU_NESTED_VMCB_GVA]
	cmp dword [rcx + VMCB_EXITCODE], EXIT_VMMCALL
	jne .trap
	mov rsp, [rcx + VMCB_RSP]
.inside:
	ret
; An exit that nobody expected is told as a vector beyond all others.
.trap:
	mov eax, [rcx + VMCB_EXITCODE]
	bts rax, 32
	mov [gs:abs VCPU_TRAP_VECTOR], rax
	mov rax, [rcx + VMCB_EXITINFO2]
	mov [gs:abs VCPU_TRAP_ADDRESS], rax
	mov rax, [rcx + VMCB_RIP]
	mov [gs:abs VCPU_TRAP_PC], rax
	mov eax, BELL_TRAP
	mov edx, BELL_PORT
.again:
	out dx, eax
	jmp .again

; in: in the nested guest
; out: outside of it
; clobbers: rax, rcx
svm_leave:
	vmmcall
	ud2

section .note.GNU-stack noalloc noexec nowrite progbits
