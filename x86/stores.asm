; SPDX-License-Identifier: GPL-2.0-only
;
; The store catalogue: every kind of instruction that writes memory by a path
; of its own through the processor or through KVM's emulator.  Instructions that
; only look like stores are in the catalogue as controls.  Each instruction has
; one
; block: the macro writes the row of the table (struct abi_store in lib/abi.h), and
; the lines below the macro are the stub.
;
; A stub touches the address with the instruction that names the stub and with
; nothing else, because an earlier read of the page could mark the page dirty.
;
; Every stub is called as a C function of (address, value):
; in:       rdi = address, rsi = value, DF clear; no interrupts while it runs,
;           as some stubs point rsp at the address
; out:      the store of the table's row; DF clear
; clobbers: rax, rcx, rdx, rsi, rdi, r8-r11, flags
; Only x86/stores/vectors.asm uses vector registers.  KVM backends that emulate
; the guest have none.

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
%define MASKED	0x80	; a bit beside these

; A page holds these bytes before a store, as a qword.
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

; nothing name [, effect]: a control, which reads the address, or does not access it
%macro nothing 1-2 NONE
	store %1, 0, 0, %2
%endmacro

section .stores progbits alloc noexec nowrite align=8
stores_begin:

section .data
	align 8
; The source of stubs that copy.  No byte of the source is a byte of PREFILL.
source:	times 512 dq 0x5b5b5b5b5b5b5b5b

%include "x86/stores/plain.asm"
%include "x86/stores/locked.asm"
%include "x86/stores/strings.asm"
%include "x86/stores/others.asm"
%include "x86/stores/vectors.asm"
%include "x86/stores/planted.asm"

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
