; SPDX-License-Identifier: GPL-2.0-only
;
; Vectors.  Nothing in a payload expects an exception, so each one is written
; down for the host and rung in; the vCPU then stays where it is.  Included by
; boot.asm, as the IDT needs the stubs' offsets from the image base.

; One stub per vector, 16 bytes each, so that the IDT can be assembled.
%define HAS_ERROR_CODE	((1 << 8) | (0x1f << 10) | (1 << 17) | (1 << 21) | (3 << 29))

	align 16
trap_stubs:
%assign vector 0
%rep NR_VECTORS
	align 16
%if ((HAS_ERROR_CODE >> vector) & 1) == 0
	push 0
%endif
	push vector
	jmp trap_report
%assign vector vector + 1
%endrep

; VECTOR_RETURN's and VECTOR_RETURN_IST's
	align 16
return_stub:
	iretq

; VECTOR_USER_END's: back to whom user_call() was to return to, as its caller.
	align 16
user_end:
	mov rsp, [gs:abs VCPU_TSS_RSP0]
	ret

; VECTOR_FAULT's: where the host has a fault lead here, it is one that goes by.
	align 16
fault_stub:
	inc qword [gs:abs VCPU_FAULTS]
	add rsp, 8
	iretq

; CALL_GATE's
	align 16
gate_stub:
	o64 retf

; in: on the stack: vector, error code, rip, ...; gs base = struct abi_vcpu
; out: does not return
	align 16
trap_report:
	pop rax
	mov [gs:abs VCPU_TRAP_VECTOR], rax
	pop rax
	mov [gs:abs VCPU_TRAP_ERROR], rax
	pop rax
	mov [gs:abs VCPU_TRAP_PC], rax
	mov rax, cr2
	mov [gs:abs VCPU_TRAP_ADDRESS], rax
; What happened is written down: the host is told until it has had enough.
; in: nothing
; out: does not return
trap_ring:
	mov eax, BELL_TRAP
	mov edx, BELL_PORT
.again:
	out dx, eax
	jmp .again
