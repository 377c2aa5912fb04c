; SPDX-License-Identifier: GPL-2.0-only
;
; The part of the store catalogue that needs the floating point and vector
; units.  The host enables those that the guest's CPUID has (x86/host.c).  The
; rules of x86/stores.asm hold here too.  Stubs may also clobber registers of
; these units:
; clobbers: the x87 stack, xmm0-xmm2 with their ymm and zmm registers, k1

; both_xmm, both_ymm, both_zmm: each qword of register 0 = the value
%macro both_xmm 0
	movq xmm0, rsi
	punpcklqdq xmm0, xmm0
%endmacro

%macro both_ymm 0
	vmovq xmm0, rsi
	vpbroadcastq ymm0, xmm0
%endmacro

%macro both_zmm 0
	vpbroadcastq zmm0, rsi
%endmacro

section .data
	align 64
; Masks: a qword is written if its highest bit is set.
mask_none:	times 4 dq 0
mask_low:	dq -1, -1, 0, 0
mask_high:	dq 0, 0, -1, -1
mask_one:	dq 0, 0, -1, 0
	align 64
eight_qwords:	dq 0, 1, 2, 3, 4, 5, 6, 7

section .text

; SSE

store "movss", 0, 4, VALUE
	both_xmm
	movss [rdi], xmm0
	ret

store "movlps", 0, 8, VALUE
	both_xmm
	movlps [rdi], xmm0
	ret

store "movhps", 0, 8, VALUE
	both_xmm
	movhps [rdi], xmm0
	ret

store "movups", 0, 16, VALUE
	both_xmm
	movups [rdi], xmm0
	ret

; By KVM's emulator: x86/stores/others.asm.
store "emu-movups", 0, 16, VALUE
	both_xmm
	emulated movups [rdi], xmm0
	ret

store "emu-fnstcw", 0, 2, CHANGE
	emulated fnstcw [rdi]
	ret

store "movaps", 0, 16, VALUE, 16
	both_xmm
	movaps [rdi], xmm0
	ret

store "movntps", 0, 16, VALUE, 16
	both_xmm
	movntps [rdi], xmm0
	ret

store "movntdq", 0, 16, VALUE, 16
	both_xmm
	movntdq [rdi], xmm0
	ret

store "pextrb", 0, 1, VALUE
	both_xmm
	pextrb [rdi], xmm0, 8
	ret

store "pextrq", 0, 8, VALUE
	both_xmm
	pextrq [rdi], xmm0, 1
	ret

store "movntq", 0, 8, VALUE
	movq mm0, rsi
	movntq [rdi], mm0
	emms
	ret

; The mask selects all bytes.  For bytes whose mask is clear, some processors
; fault (AMD's do), and some do not.
store "maskmovdqu", 0, 16, VALUE
	both_xmm
	pcmpeqb xmm1, xmm1
	maskmovdqu xmm0, xmm1
	ret

; Floating point and its state

store "fstp-64", 0, 8, CHANGE
	fld1
	fstp qword [rdi]
	ret

store "fstp-80", 0, 10, CHANGE
	fld1
	fstp tword [rdi]
	ret

store "fnstcw", 0, 2, CHANGE
	fnstcw [rdi]
	ret

store "fnstenv", 0, 28, CHANGE
	fnstenv [rdi]
	ret

store "fnsave", 0, 108, CHANGE
	fnsave [rdi]
	ret

store "stmxcsr", 0, 4, CHANGE
	stmxcsr [rdi]
	ret

; Save the components that %2 names, and the header, which says which components
; were saved.  The processor does not write all bytes in between.
%macro saved 2
	mov eax, %2
	xor edx, edx
	%1 [rdi]
%endmacro

store "xsave-x87", 0, 576, CHANGE, 64
	saved xsave, 1
	ret

store "xsave-sse", 0, 576, CHANGE, 64
	both_xmm
	saved xsave, 2
	ret

; The state of AVX lies behind the header.
store "xsave-avx", 0, 832, CHANGE, 64
	both_ymm
	saved xsave, 4
	ret

store "xsaveopt-sse", 0, 576, CHANGE, 64
	both_xmm
	saved xsaveopt, 2
	ret

store "xsavec-sse", 0, 576, CHANGE, 64
	both_xmm
	saved xsavec, 2
	ret

; No component is saved, and the header is written with the bits that it has.
store "xsave-none", 0, 576, SAME, 64
	saved xsave, 0
	ret

; AVX.  Elements whose mask is clear are not written.  The page in which only such
; elements lie stays clean, but the processor may set its dirty bit (MASKED).

store "vmovups-32", 0, 32, VALUE
	both_ymm
	vmovups [rdi], ymm0
	ret

store "vmovntdq-32", 0, 32, VALUE, 32
	both_ymm
	vmovntdq [rdi], ymm0
	ret

store "vextractf128", 0, 16, VALUE
	both_ymm
	vextractf128 [rdi], ymm0, 1
	ret

store "vpmaskmovq-low", 0, 16, VALUE | MASKED
	both_ymm
	vmovdqu ymm1, [mask_low]
	vpmaskmovq [rdi], ymm1, ymm0
	ret

store "vpmaskmovq-high", 16, 16, VALUE | MASKED
	both_ymm
	vmovdqu ymm1, [mask_high]
	vpmaskmovq [rdi], ymm1, ymm0
	ret

store "vpmaskmovq-one", 16, 8, VALUE | MASKED
	both_ymm
	vmovdqu ymm1, [mask_one]
	vpmaskmovq [rdi], ymm1, ymm0
	ret

store "vmaskmovps-low", 0, 16, VALUE | MASKED
	both_ymm
	vmovdqu ymm1, [mask_low]
	vmaskmovps [rdi], ymm1, ymm0
	ret

nothing "vpmaskmovq-0", NONE | MASKED
	vmovdqu ymm1, [mask_none]
	vpmaskmovq [rdi], ymm1, ymm0
	ret

nothing "vmaskmovps-0", NONE | MASKED
	vmovdqu ymm1, [mask_none]
	vmaskmovps [rdi], ymm1, ymm0
	ret

; AVX-512: k1 = the elements that are written.  A page in which there are none stays clean.
%macro written 1
	mov eax, %1
	kmovw k1, eax
%endmacro

store "vmovdqu64", 0, 64, VALUE
	both_zmm
	vmovdqu64 [rdi], zmm0
	ret

store "vmovdqu64-low", 0, 32, VALUE
	both_zmm
	written 0x0f
	vmovdqu64 [rdi]{k1}, zmm0
	ret

store "vmovdqu64-high", 32, 32, VALUE
	both_zmm
	written 0xf0
	vmovdqu64 [rdi]{k1}, zmm0
	ret

nothing "vmovdqu64-0"
	written 0
	vmovdqu64 [rdi]{k1}, zmm0
	ret

store "vmovntdq-64", 0, 64, VALUE, 64
	both_zmm
	vmovntdq [rdi], zmm0
	ret

; Four of the eight elements, written next to each other
store "vpcompressq", 0, 32, VALUE
	both_zmm
	written 0xaa
	vpcompressq [rdi]{k1}, zmm0
	ret

store "vpscatterqq", 0, 64, VALUE
	both_zmm
	vmovdqu64 zmm1, [eight_qwords]
	written 0xff
	vpscatterqq [rdi + zmm1 * 8]{k1}, zmm0
	ret

store "vpscatterqq-high", 32, 32, VALUE
	both_zmm
	vmovdqu64 zmm1, [eight_qwords]
	written 0xf0
	vpscatterqq [rdi + zmm1 * 8]{k1}, zmm0
	ret

nothing "vpscatterqq-0"
	vmovdqu64 zmm1, [eight_qwords]
	written 0
	vpscatterqq [rdi + zmm1 * 8]{k1}, zmm0
	ret

; Direct stores, which bypass the caches, and a cache line of 64 bytes set to 0

store "movdiri", 0, 8, VALUE
	movdiri [rdi], rsi
	ret

store "movdir64b", 0, 64, CHANGE, 64
	movdir64b rdi, [source]
	ret

store "clzero", 0, 64, CHANGE, 64
	mov rax, rdi
	clzero
	ret
