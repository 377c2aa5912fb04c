; SPDX-License-Identifier: GPL-2.0-only
;
; Enter a nested guest, and leave it.  Both guests share registers and stack.
; So for C each of these is a function that returns in the other guest.

	bits 64
	default rel

	global svm_enter, svm_leave, vmx_enter, vmx_leave
	extern trap_ring

%include "x86/abi.inc"

%define VMCB_ASID	0x058
%define VMCB_TLB_CONTROL 0x05c
%define VMCB_EXITCODE	0x070
%define VMCB_EXITINFO2	0x080
%define VMCB_RIP	0x578
%define VMCB_RSP	0x5d8
%define EXIT_VMMCALL	0x81
%define MSR_KERNEL_GS_BASE 0xc0000102

; VMCS fields
%define VM_INSTRUCTION_ERROR	0x4400
%define VM_EXIT_REASON		0x4402
%define GUEST_PHYSICAL_ADDRESS	0x2400
%define GUEST_RSP		0x681c
%define GUEST_RIP		0x681e
%define HOST_RSP		0x6c14
%define HOST_RIP		0x6c16
; struct hv_enlightened_vmcs; x86/nested_pages.c checks these
%define ENLIGHTENED_HOST_RIP	80
%define ENLIGHTENED_HOST_RSP	616
%define ENLIGHTENED_GUEST_RSP	768
%define ENLIGHTENED_GUEST_RIP	816
%define ENLIGHTENED_CLEAN	824

%define REASON_VMCALL		18
%define REASON_PML_FULL		62
%define GUEST_PML_INDEX		0x0812
%define LAST_PML_INDEX		511

%define EPT_POINTER		0x201a
%define INVEPT_CONTEXT		1
%define INVEPT_ALL		2

section .rodata align=16

; The operand of INVEPT, which the type "all contexts" ignores
nothing:
	dq 0, 0

section .text

; in: gs base = struct abi_vcpu with a struct nested
; out: returns in the nested guest
; clobbers: rax, rcx, rdx
svm_enter:
	mov rcx, [gs:abs VCPU_NESTED_CONTROL_GVA]
	; TLB_CONTROL: 0 flushes nothing, 1 flushes everything
	mov rax, [gs:abs VCPU_NESTED_FLUSH]
	mov rdx, [gs:abs VCPU_NESTED_NARROW]
	test rax, rax
	jz .control
	test rdx, rdx
	jz .control
	; The next ASID, which nobody has used since all were flushed.  0 is the host's.
	xor eax, eax
	inc dword [rcx + VMCB_ASID]
	cmp [rcx + VMCB_ASID], edx
	jb .control
	mov dword [rcx + VMCB_ASID], 1
	inc eax
.control:
	mov [rcx + VMCB_TLB_CONTROL], al
	lea rdx, [.inside]
	mov [rcx + VMCB_RIP], rdx
	mov [rcx + VMCB_RSP], rsp
	mov rax, [gs:abs VCPU_NESTED_FAILED_GPA]
	test rax, rax
	jz .save
	clgi
	vmrun
	stgi
.save:
	mov rax, [gs:abs VCPU_NESTED_SAVE_GPA]
	test rax, rax
	jz .run
	mov ecx, MSR_KERNEL_GS_BASE
	rdmsr
	xor eax, 1
	wrmsr
	mov rax, [gs:abs VCPU_NESTED_SAVE_GPA]
	vmsave
.run:
	mov rax, [gs:abs VCPU_NESTED_CONTROL_GPA]
	clgi
	vmrun
	stgi
	; The nested guest has left.  All registers but rax and rsp are still its own.
	; svm_leave is the only expected exit.  Its return address is on top of
	; the nested guest's stack.
	mov rcx, [gs:abs VCPU_NESTED_CONTROL_GVA]
	cmp dword [rcx + VMCB_EXITCODE], EXIT_VMMCALL
	jne .trap
	mov rsp, [rcx + VMCB_RSP]
.inside:
	ret
.trap:
	mov rdi, [rcx + VMCB_EXITCODE]
	mov rsi, [rcx + VMCB_EXITINFO2]
	mov rdx, [rcx + VMCB_RIP]
	jmp report

; in: runs in the nested guest
; out: returns in the outer guest
; clobbers: rax, rcx
svm_leave:
	vmmcall
	ud2

; in: gs base = struct abi_vcpu with a struct nested
; out: returns in the nested guest
; clobbers: rax, rcx, rdx, rdi
vmx_enter:
	cmp dword [gs:abs VCPU_NESTED_LAUNCHED], 0
	jne .positions
	mov rax, [gs:abs VCPU_NESTED_OUTER_GPA]
	test rax, rax
	jz .on
	vmxon [gs:abs VCPU_NESTED_OUTER_GPA]
	jbe .failed
	mov qword [gs:abs VCPU_NESTED_OUTER_GPA], 0
.on:
	cmp qword [gs:abs VCPU_NESTED_ENLIGHTENED], 0
	jne .positions
	vmclear [gs:abs VCPU_NESTED_CONTROL_GPA]
	jbe .failed
	vmptrld [gs:abs VCPU_NESTED_CONTROL_GPA]
	jbe .failed
	mov rcx, [gs:abs VCPU_NESTED_FIELDS_GVA]
	mov edi, [gs:abs VCPU_NESTED_NR_FIELDS]
.field:
	mov rax, [rcx]
	vmwrite rax, [rcx + 8]
	jbe .failed
	add rcx, 16
	dec edi
	jnz .field
	mov eax, HOST_RIP
	lea rdx, [.left]
	vmwrite rax, rdx
.positions:
	mov rcx, [gs:abs VCPU_NESTED_ENLIGHTENED]
	test rcx, rcx
	jnz .enlightened
	mov eax, HOST_RSP
	vmwrite rax, rsp
	mov eax, GUEST_RSP
	vmwrite rax, rsp
	mov eax, GUEST_RIP
	lea rdx, [write_tpr]
	vmwrite rax, rdx
	cmp qword [gs:abs VCPU_NESTED_FLUSH], 0
	je .launch
	cmp dword [gs:abs VCPU_NESTED_LAUNCHED], 0
	je .all
	mov rdx, [gs:abs VCPU_NESTED_NARROW]
	test rdx, rdx
	jnz .narrow
.all:
	mov eax, INVEPT_ALL
	invept rax, [nothing]
	jbe .failed
.launch:
	cmp dword [gs:abs VCPU_NESTED_LAUNCHED], 0
	jne .again
	mov dword [gs:abs VCPU_NESTED_LAUNCHED], 1
	vmlaunch
	jmp .failed
.again:
	vmresume
	jmp .failed
; Visit the nested guest by the other EPT pointer, and flush what has this one.
; in: rdx = the other one
.narrow:
	mov eax, EPT_POINTER
	vmread rcx, rax
	mov [gs:abs VCPU_NESTED_RCX], rcx
	vmwrite rax, rdx
	mov eax, GUEST_RIP
	lea rdx, [leave_at_once]
	vmwrite rax, rdx
	mov eax, HOST_RIP
	lea rdx, [.visited]
	vmwrite rax, rdx
	vmresume
	jmp .failed
.visited:
	mov eax, VM_EXIT_REASON
	vmread rcx, rax
	cmp ecx, REASON_VMCALL
	jne .trap
	mov eax, EPT_POINTER
	mov rcx, [gs:abs VCPU_NESTED_RCX]
	vmwrite rax, rcx
	mov eax, GUEST_RIP
	lea rdx, [write_tpr]
	vmwrite rax, rdx
	mov eax, HOST_RIP
	lea rdx, [.left]
	vmwrite rax, rdx
	push 0
	push rcx
	mov eax, INVEPT_CONTEXT
	invept rax, [rsp]
	lea rsp, [rsp + 16]
	jbe .failed
	jmp .launch
; The VMCS is memory. Nothing in it is clean: KVM reads all of it.
.enlightened:
	lea rdx, [.left]
	mov [rcx + ENLIGHTENED_HOST_RIP], rdx
	mov [rcx + ENLIGHTENED_HOST_RSP], rsp
	mov [rcx + ENLIGHTENED_GUEST_RSP], rsp
	lea rdx, [write_tpr]
	mov [rcx + ENLIGHTENED_GUEST_RIP], rdx
	mov dword [rcx + ENLIGHTENED_CLEAN], 0
	jmp .launch
.failed:
	mov eax, VM_INSTRUCTION_ERROR
	jmp .trap
; As in svm_enter, but rsp has the outer guest's value of before the entry.
.left:
	mov [gs:abs VCPU_NESTED_RAX], rax
	mov [gs:abs VCPU_NESTED_RCX], rcx
	mov eax, VM_EXIT_REASON
	vmread rcx, rax
	cmp ecx, REASON_PML_FULL
	je .log_full
	cmp ecx, REASON_VMCALL
	jne .trap
	mov eax, GUEST_RSP
	vmread rsp, rax
	cmp dword [gs:abs VCPU_NESTED_CLEAR], 0
	je .switch
	vmclear [gs:abs VCPU_NESTED_CONTROL_GPA]
	jbe .failed
	mov dword [gs:abs VCPU_NESTED_LAUNCHED], 0
.switch:
	cmp qword [gs:abs VCPU_NESTED_OTHER_GPA], 0
	je .outside
	vmptrld [gs:abs VCPU_NESTED_OTHER_GPA]
	jbe .failed
	mov dword [gs:abs VCPU_NESTED_LAUNCHED], 0
.outside:
	ret
; The log of the nested guest's pages begins anew, and the nested guest goes on.
.log_full:
	mov eax, GUEST_PML_INDEX
	mov ecx, LAST_PML_INDEX
	vmwrite rax, rcx
	jbe .failed
	mov rax, [gs:abs VCPU_NESTED_RAX]
	mov rcx, [gs:abs VCPU_NESTED_RCX]
	vmresume
	jmp .failed
; in: rax = the VMCS field with the reason
.trap:
	vmread rdi, rax
	mov eax, GUEST_PHYSICAL_ADDRESS
	vmread rsi, rax
	mov eax, GUEST_RIP
	vmread rdx, rax
	jmp report

; Write 1, 2 and 3 to CR8 in turn, if the host wants it.
; in: runs in the nested guest
; out: flags that differ from those of this call's last two times
; clobbers: rax
write_tpr:
	mov eax, [gs:abs VCPU_NESTED_TPR]
	test eax, eax
	jz .done
	mov cr8, rax
	inc eax
	cmp eax, 4
	jb .keep
	mov eax, 1
.keep:
	mov [gs:abs VCPU_NESTED_TPR], eax
	cmp eax, 2
.done:
	ret

; in: runs in the nested guest
; out: returns in the outer guest
; clobbers: rax, rcx
vmx_leave:
	call write_tpr
	vmcall
	ud2

leave_at_once:
	vmcall
	ud2

; Report an unexpected exit as a trap whose vector has bit 32 set.
; in: rdi = reason, rsi = address, rdx = pc
; out: does not return
report:
	bts rdi, 32
	mov [gs:abs VCPU_TRAP_VECTOR], rdi
	mov [gs:abs VCPU_TRAP_ADDRESS], rsi
	mov [gs:abs VCPU_TRAP_PC], rdx
	jmp trap_ring

section .note.GNU-stack noalloc noexec nowrite progbits
