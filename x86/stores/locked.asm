; SPDX-License-Identifier: GPL-2.0-only
;
; Part of the store catalogue; x86/stores.asm has its macros.
; Exchanges, compare and exchange, bits, and other instructions that read, modify and
; write.

; Exchanges.  xchg is always locked.

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

; Compare and exchange.  A hit compares with the prefill.  If memory holds
; something else, the stub compares again, with that.  So the value is always
; stored, and on a prefilled page by one instruction.  A miss compares with a
; number that no test stores.  The processor then writes back what it read.

; hit instruction: a failed compare loads the memory's content into rax (rdx:rax)
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
; pair_64 old: rdx and rax = old each, rcx and rbx = the value each
; r8 keeps the caller's rbx.
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
; register may lie outside the operand: the offset selects the qword too.

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

; The bit is set already.  The processor writes it all the same.
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

; 8 qwords below the address
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

; Only the carry is added or subtracted.
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

; A constant, because some values of the caller's would not change the prefill.
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
