; SPDX-License-Identifier: GPL-2.0-only
;
; The store catalogue: every kind of instruction that writes memory by a path
; of its own through the processor or through KVM's emulator, and, as controls,
; instructions that look as if they did.  One block per instruction: the macro
; writes its row of the table (struct abi_store in lib/abi.h), the lines below
; it are its stub.
;
; A stub touches the address with the instruction that names it and with
; nothing else: an earlier read of the page could mark it dirty by itself.
;
; Every stub is called as a C function of (address, value):
; in:       rdi = address, rsi = value, DF clear; no interrupts while it runs,
;           as some stubs point rsp at the address
; out:      the store of the table's row; DF clear
; clobbers: rax, rcx, rdx, rsi, rdi, r8-r11, flags
; No vector registers are used outside x86/vectors.asm: KVM backends that emulate
; have none.

	bits 64
	default rel

%include "x86/abi.inc"

	global stores_begin, stores_end, nr_stores, burst_run

; enum abi_effect
%define NONE	0
%define VALUE	1
%define CHANGE	2
%define SAME	3
%define PLANTED	4
%define PLANTED_NONE	5

; The bytes that a page is filled with before a store, as a qword
%define PREFILL	0xaaaaaaaaaaaaaaaa

%define NAME_BYTES	22
%assign nr_blocks 0

; store name, low, length, effect [, align [, writes]]
%macro store 4-6 0, 0
	%strlen %%name_bytes %1
	%if %%name_bytes >= NAME_BYTES
		%error a store name must leave room for its final 0
	%endif
	section .stores
	dq stub_%[nr_blocks]
	dd %2
	dw %3, %6
	db %4, %5
	db %1
	times NAME_BYTES - %%name_bytes db 0
	section .text
stub_%[nr_blocks]:
	%assign nr_blocks nr_blocks + 1
%endmacro

; nothing name [, effect]: a control, which reads or does not even do that
%macro nothing 1-2 NONE
	store %1, 0, 0, %2
%endmacro

section .stores progbits alloc noexec nowrite align=8
stores_begin:

section .data
	align 8
; What the copying stubs copy; no byte of it is one of PREFILL's.
source:	times 512 dq 0x5b5b5b5b5b5b5b5b

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

; Far calls push the code segment, too, by a write of its own.  AMD's processors
; know no far pointer of 64 bits; so two times 32 are pushed.
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

; A gate of 64 bits, so two times 64 are pushed; what it leads to returns.
store "call-gate", -16, 16, CHANGE, 0, 2
	mov rax, rsp
	mov rsp, rdi
	call dword far [gate_pointer]
	mov rsp, rax
	ret

; What the processor pushes for the handler: five qwords, below an address that
; it has rounded down to 16.
store "int", -48, 48, CHANGE, 16
	mov rax, rsp
	mov rsp, rdi
	int VECTOR_RETURN
	mov rsp, rax
	ret

; The same on a stack of the task state segment: what rsp is does not matter.
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

; Exchanges; xchg locks without being told

store "xchg-8", 0, 1, VALUE
	xchg [rdi], sil
	ret

store "xchg-16", 0, 2, VALUE
	xchg [rdi], si
	ret

store "xchg-32", 0, 4, VALUE
	xchg [rdi], esi
	ret

store "xchg-64", 0, 8, VALUE
	xchg [rdi], rsi
	ret

store "xadd-64", 0, 8, CHANGE
	xadd [rdi], rsi
	ret

store "lock-xadd-64", 0, 8, CHANGE
	lock xadd [rdi], rsi
	ret

; Compare and exchange.  A hit compares with the prefill, and if something else
; was there, again with what was there: so it always ends with the value, and
; on a prefilled page it is one instruction.  A miss compares with what no test
; stores; the processor then writes back what it read.

; hit instruction: a failed compare loads what was there into rax (rdx:rax)
%macro hit 1+
.again:
	%1
	jne .again
%endmacro

store "cmpxchg-hit", 0, 8, VALUE
	mov rax, PREFILL
	hit cmpxchg [rdi], rsi
	ret

store "cmpxchg-miss", 0, 8, SAME
	mov rax, ~PREFILL
	cmpxchg [rdi], rsi
	ret

store "lock-cmpxchg-hit", 0, 8, VALUE
	mov rax, PREFILL
	hit lock cmpxchg [rdi], rsi
	ret

store "lock-cmpxchg-miss", 0, 8, SAME
	mov rax, ~PREFILL
	lock cmpxchg [rdi], rsi
	ret

; pair_32 old: edx and eax = old, ecx:ebx = the value
; pair_64 old: rdx and rax = old, rcx and rbx = the value each
; The caller's rbx is kept in r8.
%macro pair_32 1
	mov r8, rbx
	mov ebx, esi
	mov rcx, rsi
	shr rcx, 32
	mov eax, (%1) & 0xffffffff
	mov edx, eax
%endmacro

%macro pair_64 1
	mov r8, rbx
	mov rbx, rsi
	mov rcx, rsi
	mov rax, %1
	mov rdx, rax
%endmacro

store "cmpxchg8b-hit", 0, 8, VALUE
	pair_32 PREFILL
	hit cmpxchg8b [rdi]
	mov rbx, r8
	ret

store "cmpxchg8b-miss", 0, 8, SAME
	pair_32 ~PREFILL
	cmpxchg8b [rdi]
	mov rbx, r8
	ret

store "lock-cmpxchg8b-hit", 0, 8, VALUE
	pair_32 PREFILL
	hit lock cmpxchg8b [rdi]
	mov rbx, r8
	ret

store "lock-cmpxchg8b-miss", 0, 8, SAME
	pair_32 ~PREFILL
	lock cmpxchg8b [rdi]
	mov rbx, r8
	ret

store "cmpxchg16b-hit", 0, 16, VALUE, 16
	pair_64 PREFILL
	hit cmpxchg16b [rdi]
	mov rbx, r8
	ret

store "cmpxchg16b-miss", 0, 16, SAME, 16
	pair_64 ~PREFILL
	cmpxchg16b [rdi]
	mov rbx, r8
	ret

store "lock-cmpxchg16b-hit", 0, 16, VALUE, 16
	pair_64 PREFILL
	hit lock cmpxchg16b [rdi]
	mov rbx, r8
	ret

store "lock-cmpxchg16b-miss", 0, 16, SAME, 16
	pair_64 ~PREFILL
	lock cmpxchg16b [rdi]
	mov rbx, r8
	ret

; Bits.  In the prefill even bits are 0 and odd bits are 1.  A bit offset in a
; register is not bound to the operand: it selects the qword, too.

store "bts", 0, 8, CHANGE
	mov eax, 62
	bts [rdi], rax
	ret

store "btr", 0, 8, CHANGE
	mov eax, 63
	btr [rdi], rax
	ret

store "btc", 0, 8, CHANGE
	mov eax, 33
	btc [rdi], rax
	ret

store "lock-bts", 0, 8, CHANGE
	mov eax, 62
	lock bts [rdi], rax
	ret

store "lock-btr", 0, 8, CHANGE
	mov eax, 63
	lock btr [rdi], rax
	ret

store "lock-btc", 0, 8, CHANGE
	mov eax, 33
	lock btc [rdi], rax
	ret

; The bit is set already; it is written all the same.
store "bts-set", 0, 8, SAME
	mov eax, 1
	bts [rdi], rax
	ret

store "lock-bts-set", 0, 8, SAME
	mov eax, 1
	lock bts [rdi], rax
	ret

; 9 qwords above the address
store "bts-above", 72, 8, CHANGE
	mov eax, 64 * 9 + 4
	bts [rdi], rax
	ret

; 8 qwords below it
store "bts-below", -64, 8, CHANGE
	mov rax, -64 * 8 + 4
	bts [rdi], rax
	ret

; Read, modify, write

store "inc", 0, 8, CHANGE
	inc qword [rdi]
	ret

store "lock-inc", 0, 8, CHANGE
	lock inc qword [rdi]
	ret

store "dec", 0, 8, CHANGE
	dec qword [rdi]
	ret

store "neg", 0, 8, CHANGE
	neg qword [rdi]
	ret

store "not", 0, 8, CHANGE
	not qword [rdi]
	ret

store "add-64", 0, 8, CHANGE
	add [rdi], rsi
	ret

store "sub", 0, 8, CHANGE
	sub [rdi], rsi
	ret

; The carry is all that is added, and subtracted.
store "adc", 0, 8, CHANGE
	stc
	adc qword [rdi], 0
	ret

store "sbb", 0, 8, CHANGE
	stc
	sbb qword [rdi], 0
	ret

store "xor", 0, 8, CHANGE
	xor [rdi], rsi
	ret

; A value of the caller's could be one that leaves the prefill as it is.
store "or", 0, 8, CHANGE
	or qword [rdi], 0x55
	ret

store "and", 0, 8, CHANGE
	and qword [rdi], 0x0f
	ret

store "shl", 0, 8, CHANGE
	shl qword [rdi], 1
	ret

store "rol", 0, 8, CHANGE
	rol qword [rdi], 1
	ret

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

; An odd byte, as the prefill's is even
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

; From the qword at the address to the one 511 below it, downwards
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

; String input: KVM writes to memory what userspace gives it, by its emulator, and
; for more than one element goes to and fro.

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

; Copies from a device: KVM's emulator has userspace read it, begins anew, and then
; writes to memory without a page fault.

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

; System registers.  Where the kernel emulates these for a user program (UMIP),
; it is the kernel that stores.

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

; The condition is false; the load takes place, the move does not.
nothing "cmov"
	clc
	cmovc rax, [rdi]
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

; It asks for the cache line to be owned for writing, and writes nothing.
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

; By KVM's instruction emulator, which knows this prefix if the kernel's parameter
; kvm.force_emulation_prefix is 1; any other host says #UD. The emulator writes
; to memory without a page fault, and locked instructions by a way of their own.
%macro emulated 1+
	ud2
	db "kvm"
	%1
%endmacro

store "emu-store-64", 0, 8, VALUE
	emulated mov [rdi], rsi
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

store "emu-lock-cmpxchg-miss", 0, 8, SAME
	mov rax, ~PREFILL
	emulated lock cmpxchg [rdi], rsi
	ret

%include "x86/vectors.asm"
%include "x86/planted.asm"

section .stores
stores_end:
nr_stores equ nr_blocks

; The tightest loop of stores: five instructions for each.
; in:       rdi = address, rsi = first value, rdx = bytes from one store to the
;           next, rcx = number of stores
; out:      value + n in the qword at address + n * rdx, for each n below rcx
; clobbers: rcx, rsi, rdi, flags
section .text
	align 16
burst_run:
	jrcxz .end
.store:
	mov [rdi], rsi
	inc rsi
	add rdi, rdx
	dec rcx
	jnz .store
.end:
	ret

section .note.GNU-stack noalloc noexec nowrite progbits
