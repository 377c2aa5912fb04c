# SPDX-License-Identifier: GPL-2.0-only
# Toolchain and flags of x86; the Makefile includes it for ARCH=x86.

CROSS		:=
KERNEL_ARCH	:= x86
# 6.12 calls the library's folder x86_64, later kernels x86
KVM_ARCH_DIR	 = $(notdir $(firstword $(wildcard $(KVM)/lib/x86 $(KVM)/lib/x86_64)))
# The kernel's own selftests are built for this level too.
HOST_ARCH_FLAGS	:= -march=x86-64-v2
# The guest sets up no FPU. Exceptions use the guest's stack, so there is no red
# zone.
GUEST_ARCH_FLAGS := -mgeneral-regs-only -mno-red-zone -mcmodel=small
GUEST_ASM	:= boot nested stores user
# NASM 2.16.03 warns of each reference from one section to another. The linker
# resolves these, and fails if an address does not fit. Earlier versions do not
# know the names of these warnings.
NASM		:= nasm -f elf64 -Wall -Werror -w-unknown-warning \
	-w-reloc-abs-dword -w-reloc-abs-qword -w-reloc-rel-dword

$(B)/guest/%.o: x86/%.asm $(wildcard x86/*.asm x86/stores/*.asm x86/*.inc) | $(B)/guest
	$(call say,NASM,$<)
	$(Q)$(NASM) -i ./ -o $@ $<

# The firmware's own calling convention is Microsoft's.
EFI_NAME	:= x86_64
EFI_BOOT_NAME	:= BOOTX64.EFI
EFI_ARCH_FLAGS	:= -mgeneral-regs-only -mno-red-zone -maccumulate-outgoing-args \
	-DGNU_EFI_USE_MS_ABI
EFI_OBJCOPY	:= --output-target efi-app-x86_64 $(addprefix -j ,.text .sdata .data .rodata \
	.dynamic .rela .reloc .rel* .rela*)
$(B)/efi/start.o: x86/efi/start.asm | $(B)/efi
	$(call say,NASM,$<)
	$(Q)$(NASM) -o $@ $<
