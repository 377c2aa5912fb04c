; SPDX-License-Identifier: GPL-2.0-only
;
; Part of the store catalogue; x86/stores.asm has its macros.
; System registers, controls, and instructions that KVM emulates.

; System registers.  With UMIP the kernel may emulate these for a user program.
; The kernel then does the store.

store "sgdt", 0, 10, CHANGE
	sgdt [rdi]
	ret

store "sidt", 0, 10, CHANGE
	sidt [rdi]
	ret

store "sldt", 0, 2, CHANGE
	sldt [rdi]
	ret

store "str", 0, 2, CHANGE
	str [rdi]
	ret

store "smsw", 0, 2, CHANGE
	smsw [rdi]
	ret

; Controls that read

nothing "read"
	mov rax, [rdi]
	ret

nothing "cmp"
	cmp [rdi], rsi
	ret

nothing "test"
	test [rdi], rsi
	ret

; The condition is false: the processor loads the memory, and does not move.
nothing "cmov"
	clc
	cmovc rax, [rdi]
	ret

; KVM has no interrupt controller here, so this is an exit to userspace, which goes on
; (arch_input_exit()).
nothing "halt"
	mov eax, HALT_MARK
	hlt
	ret

nothing "bt"
	mov eax, 33
	bt [rdi], rax
	ret

nothing "scasq"
	mov rax, rsi
	scasq
	ret

nothing "lodsq"
	mov rsi, rdi
	lodsq
	ret

nothing "cmpsq"
	lea rsi, [source]
	cmpsq
	ret

; Controls that do not access the address, or only hint at it

nothing "lea"
	lea rax, [rdi]
	ret

nothing "prefetcht0"
	prefetcht0 [rdi]
	ret

; prefetchw asks for the cache line for writing, and writes nothing.
nothing "prefetchw"
	prefetchw [rdi]
	ret

nothing "clflush"
	clflush [rdi]
	ret

nothing "rep-stosb-0"
	mov eax, esi
	xor ecx, ecx
	rep stosb
	ret

nothing "rep-movsb-0"
	lea rsi, [source]
	xor ecx, ecx
	rep movsb
	ret

nothing "rep-ins-8-0"
	mov edx, BELL_PORT
	xor ecx, ecx
	rep insb
	ret

; Stores by KVM's instruction emulator.  KVM emulates an instruction with this
; prefix if the parameter kvm.force_emulation_prefix is 1.  On any other host
; the prefix is #UD.  The emulator writes to memory without a page fault, and
; has a separate path for locked instructions.
%macro emulated 1+
	ud2
	db "kvm"
	%1
%endmacro

store "emu-store-64", 0, 8, VALUE
	emulated mov [rdi], rsi
	ret

store "emu-store-8", 0, 1, VALUE
	emulated mov [rdi], sil
	ret

store "emu-store-16", 0, 2, VALUE
	emulated mov [rdi], si
	ret

store "emu-store-32", 0, 4, VALUE
	emulated mov [rdi], esi
	ret

store "emu-movnti-64", 0, 8, VALUE
	emulated movnti [rdi], rsi
	ret

; The stack's address is an operand that no table of the emulator names.
store "emu-push", -8, 8, VALUE
	mov rax, rsp
	mov rsp, rdi
	emulated push rsi
	mov rsp, rax
	ret

store "emu-pushf", -8, 8, CHANGE
	mov rax, rsp
	mov rsp, rdi
	emulated pushfq
	mov rsp, rax
	ret

store "emu-call", -8, 8, CHANGE
	mov rax, rsp
	mov rsp, rdi
	emulated call emu_call_target
emu_call_target:
	mov rsp, rax
	ret

store "emu-enter", -8, 8, VALUE
	mov rax, rsp
	mov rcx, rbp
	mov rsp, rdi
	mov rbp, rsi
	emulated enter 0, 0
	mov rsp, rax
	mov rbp, rcx
	ret

store "emu-pop-mem", 0, 8, VALUE
	push rsi
	emulated pop qword [rdi]
	ret

store "emu-stosq", 0, 8, VALUE
	mov rax, rsi
	emulated stosq
	ret

store "emu-movsq", 0, 8, CHANGE
	lea rsi, [source]
	emulated movsq
	ret

nothing "emu-read"
	emulated mov rax, [rdi]
	ret

; The emulator has a table for each of these, which says that nothing is written back.
nothing "emu-cmp"
	emulated cmp [rdi], rsi
	ret

nothing "emu-cmp-number"
	emulated cmp qword [rdi], byte 33
	ret

nothing "emu-test"
	emulated test qword [rdi], 33
	ret

nothing "emu-bt"
	emulated bt qword [rdi], 33
	ret

store "emu-rep-stosq-page", 0, 4096, VALUE
	mov rax, rsi
	mov ecx, 512
	emulated rep stosq
	ret

store "emu-call-far", -8, 8, CHANGE, 0, 2
	mov rax, rsp
	mov rsp, rdi
	emulated call dword far [emu_far_pointer]
emu_far_target:
	mov rsp, rax
	ret

section .data
emu_far_pointer:
	dd emu_far_target
	dw KERNEL_CS

store "emu-lock-xadd-64", 0, 8, CHANGE
	emulated lock xadd [rdi], rsi
	ret

store "emu-xchg-64", 0, 8, VALUE
	emulated xchg [rdi], rsi
	ret

store "emu-lock-inc", 0, 8, CHANGE
	emulated lock inc qword [rdi]
	ret

store "emu-bts", 0, 8, CHANGE
	emulated bts qword [rdi], 0
	ret

store "emu-cmpxchg8b-miss", 0, 8, SAME
	pair_32 ~PREFILL
	emulated cmpxchg8b [rdi]
	mov rbx, r8
	ret

; The write says what is there already, and is a write all the same.
store "emu-or-0", 0, 8, SAME
	emulated or qword [rdi], byte 0
	ret

; A system instruction writes by a path of its own through the emulator.
store "emu-sgdt", 0, 10, CHANGE
	emulated sgdt [rdi]
	ret

store "emu-sidt", 0, 10, CHANGE
	emulated sidt [rdi]
	ret

store "emu-str", 0, 2, CHANGE
	emulated str word [rdi]
	ret

store "emu-lock-cmpxchg-miss", 0, 8, SAME
	mov rax, ~PREFILL
	emulated lock cmpxchg [rdi], rsi
	ret
