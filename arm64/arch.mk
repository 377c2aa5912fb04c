# SPDX-License-Identifier: GPL-2.0-only
# Toolchain and flags of arm64; the Makefile includes it for ARCH=arm64.

# On an arm64 machine the compiler has no prefix.
CROSS		?= $(if $(filter aarch64,$(shell uname -m)),,aarch64-linux-gnu-)
KERNEL_ARCH	:= arm64
# 6.12 calls the library's folder aarch64, later kernels arm64
KVM_ARCH_DIR	 = $(notdir $(firstword $(wildcard $(KVM)/lib/arm64 $(KVM)/lib/aarch64)))
# Names and fields of the system registers, which kernels since 6.2 generate.
GENERATED	:= $(B)/generated/arch/arm64/include/generated
HOST_ARCH_FLAGS	:= -isystem $(GENERATED)
# Only stubs of the store catalogue use vector registers. The payload does not
# link libgcc, which has the functions for atomics out of line.
GUEST_ARCH_FLAGS := -mgeneral-regs-only -mno-outline-atomics -mcmodel=small
GUEST_ASM	:= boot nested traps stores

$(B)/guest/%.o: arm64/%.S $(wildcard arm64/*.inc arm64/stores/*.inc) | $(B)/guest
	$(call say,AS,$<)
	$(Q)$(CC) -iquote . -Wa,--fatal-warnings -c -o $@ $<

# The header is generated outside of the kernel tree, which may be the user's.
# kvm.mk depends on it, so it exists before anything is compiled.
SYSREG_TOOLS	:= $(KDIR)/tools/arch/arm64/tools
SYSREG_DEFS	:= $(GENERATED)/asm/sysreg-defs.h
$(SYSREG_DEFS): $(if $(filter $(KERNEL_SOURCE),$(KDIR)),$(KERNEL_SOURCE)/.unpacked)
	$(call say,SYSREGS,$@)
	$(Q)mkdir -p $(B)/generated
	$(Q)$(MAKE) -s -C $(SYSREG_TOOLS) \
		OUTPUT=$(abspath $(B)/generated)/ >/dev/null
ifneq ($(wildcard $(SYSREG_TOOLS))$(filter $(KERNEL_SOURCE),$(KDIR)),)
$(B)/kvm.mk: $(SYSREG_DEFS)
endif

# In gnu-efi 3.0.18, whose linker script defines ImageBase, objcopy writes the
# headers of a PE file. In other versions gnu-efi's start-up code holds these
# headers.
EFI_NAME	:= aarch64
EFI_BOOT_NAME	:= BOOTAA64.EFI
EFI_ARCH_FLAGS	:= -mgeneral-regs-only -mno-outline-atomics
EFI_OBJCOPY	 = $(if $(shell grep 'ImageBase *=' $(EFI_LIB)/elf_$(EFI_NAME)_efi.lds),\
	--output-target efi-app-aarch64,-O binary) \
	$(addprefix -j ,.text .sdata .data .rodata .dynamic .dynsym .reloc \
	.rel .rela .rel.* .rela.* .rel* .rela*)
$(B)/efi/start.o: arm64/efi/start.S | $(B)/efi
	$(call say,AS,$<)
	$(Q)$(CC) -iquote . -Wa,--fatal-warnings -c -o $@ $<
