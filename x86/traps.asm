; SPDX-License-Identifier: GPL-2.0-only
;
; Exception vectors.  A payload expects no exception.  A stub records the
; exception for the host, and rings the doorbell.  The vCPU does not continue.
; boot.asm includes this file, because the IDT needs the stubs' offsets from the
; image base.

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

; The handler of VECTOR_RETURN and VECTOR_RETURN_IST
	align 16
return_stub:
	iretq

; The handler of VECTOR_USER_END: return to the caller of user_call().
	align 16
user_end:
	mov rsp, [gs:abs VCPU_TSS_RSP0]
	ret

; The handler of VECTOR_FAULT: count the fault, and try the instruction again.  The
; host may point another vector's gate here.
	align 16
fault_stub:
	inc qword [gs:abs VCPU_FAULTS]
	add rsp, 8
	iretq

; The target of CALL_GATE
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
; Ring the doorbell until the host stops the vCPU.
; in: nothing
; out: does not return
trap_ring:
	mov eax, BELL_TRAP
	mov edx, BELL_PORT
.again:
	out dx, eax
	jmp .again
