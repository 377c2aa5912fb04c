; SPDX-License-Identifier: GPL-2.0-only
;
; Part of the store catalogue; x86/stores.asm has its macros.
; String instructions, input from a port, and copies from a device.

; String stores

store "stosq", 0, 8, VALUE
	mov rax, rsi
	stosq
	ret

store "movsq", 0, 8, VALUE
	push rsi
	mov rsi, rsp
	movsq
	pop rax
	ret

; An odd byte, because the prefill's bytes are even
store "rep-stosb-page", 0, 4096, CHANGE
	mov eax, esi
	or al, 1
	mov ecx, 4096
	rep stosb
	ret

store "rep-stosq-page", 0, 4096, VALUE
	mov rax, rsi
	mov ecx, 512
	rep stosq
	ret

; Downwards, from the qword at the address to the qword 511 below it
store "rep-stosq-down", -4088, 4096, VALUE
	mov rax, rsi
	mov ecx, 512
	std
	rep stosq
	cld
	ret

store "rep-movsb-page", 0, 4096, CHANGE
	lea rsi, [source]
	mov ecx, 4096
	rep movsb
	ret

store "rep-movsq-page", 0, 4096, CHANGE
	lea rsi, [source]
	mov ecx, 512
	rep movsq
	ret

store "rep-movsq-down", -4088, 4096, CHANGE
	lea rsi, [source + 4088]
	mov ecx, 512
	std
	rep movsq
	cld
	ret

; String input: KVM's emulator writes to memory the bytes that userspace provides.  For
; more than one element there may be several exits to userspace.

store "ins-8", 0, 1, CHANGE
	mov edx, BELL_PORT
	insb
	ret

store "ins-32", 0, 4, CHANGE
	mov edx, BELL_PORT
	insd
	ret

store "rep-ins-8-page", 0, 4096, CHANGE
	mov edx, BELL_PORT
	mov ecx, 4096
	rep insb
	ret

store "rep-ins-32-down", -4092, 4096, CHANGE
	mov edx, BELL_PORT
	mov ecx, 1024
	std
	rep insd
	cld
	ret

; Copies from a device: KVM's emulator exits to userspace for the read, emulates the
; instruction again, and then writes to memory without a page fault.

store "mmio-movs-8", 0, 1, CHANGE
	mov esi, BELL_GPA
	movsb
	ret

store "mmio-movs-64", 0, 8, CHANGE
	mov esi, BELL_GPA
	movsq
	ret

store "mmio-movs-page", 0, 4096, CHANGE
	mov esi, BELL_GPA
	mov ecx, 512
	rep movsq
	ret

store "mmio-movs-down", -4088, 4096, CHANGE
	mov esi, BELL_GPA + 4088
	mov ecx, 512
	std
	rep movsq
	cld
	ret

store "mmio-push", -8, 8, CHANGE
	mov eax, BELL_GPA
	mov rcx, rsp
	mov rsp, rdi
	push qword [rax]
	mov rsp, rcx
	ret

store "mmio-pop", 0, 8, CHANGE
	mov rcx, rsp
	mov esp, BELL_GPA
	pop qword [rdi]
	mov rsp, rcx
	ret
