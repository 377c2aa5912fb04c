# SPDX-License-Identifier: GPL-2.0-only
# The firmware payload: an EFI application, and a disk image that boots it.
#
# gnu-efi's start-up code relocates the application, so the application is
# position independent. gnu-efi's linker script selects the sections that the
# firmware loads. The start-up code of gnu-efi 3.0.18 calls _entry(). In
# libefi.a, _entry() prepares a library that the payload does not use, and then
# calls efi_main(). Here _entry is efi_main itself.

EFI := $(B)/efi
EFI_ROOT := $(if $(filter arm64,$(ARCH)),$(if $(filter aarch64,$(shell uname -m)),,$(CACHE)/gnu-efi:arm64))
# gnu-efi's folder is the one that pkg-config names, usr/lib, or since 4.0 a
# folder below usr/lib.
EFI_CRT0 = $(firstword $(wildcard $(addsuffix /crt0-efi-$(EFI_NAME).o,\
	$(if $(EFI_ROOT),,$(shell pkg-config --variable=libdir gnu-efi 2>/dev/null)) \
	$(EFI_ROOT)/usr/lib $(EFI_ROOT)/usr/lib/*)))
EFI_LIB = $(patsubst %/,%,$(dir $(EFI_CRT0)))
EFI_FLAGS := -std=gnu11 -O2 -g $(WARN) -iquote . \
	-isystem $(EFI_ROOT)/usr/include/efi \
	-isystem $(EFI_ROOT)/usr/include/efi/$(EFI_NAME) \
	-ffreestanding -fno-stack-protector -fpic -fvisibility=hidden \
	-fshort-wchar -fno-strict-aliasing -fno-asynchronous-unwind-tables \
	-fno-tree-loop-distribute-patterns $(EFI_ARCH_FLAGS) -MMD -MP
EFI_SOURCES := $(wildcard guest/efi/*.c) $(ARCH)/efi/machine.c \
	$(patsubst %,lib/%.c,command pattern rng truth)
EFI_OBJS := $(patsubst %,$(EFI)/%.o,$(subst /,-,$(EFI_SOURCES)) start)

define efi-object
$(EFI)/$(subst /,-,$(1)).o: $(1) | $(EFI) efi-tools
	$$(call say,EFICC,$$<)
	$$(Q)$$(CC) $$(EFI_FLAGS) -c -o $$@ $$<
endef
$(foreach s,$(EFI_SOURCES),$(eval $(call efi-object,$(s))))

.PHONY: firmware efi-tools
firmware: $(B)/dirtier.img

$(EFI):
	$(Q)mkdir -p $@
# gnu-efi of another architecture is unpacked, not installed.
efi-tools:
	$(Q)provision/setup.sh --check firmware
ifneq ($(EFI_ROOT),)
	$(Q)[ -d $(EFI_ROOT)/. ] || provision/fetch.sh gnu-efi:arm64 $(CACHE)
endif

$(EFI)/dirtier.so: $(EFI_OBJS)
	$(call say,EFILD,$@)
	$(Q)$(LD) -nostdlib -shared -Bsymbolic -znocombreloc -z noexecstack \
		--no-undefined --no-warn-rwx-segments --defsym=EFI_SUBSYSTEM=10 \
		--defsym=_entry=efi_main \
		-T $(EFI_LIB)/elf_$(EFI_NAME)_efi.lds -o $@ \
		$(EFI_CRT0) $(EFI_OBJS) \
		$(EFI_LIB)/libgnuefi.a
$(B)/dirtier.efi: $(EFI)/dirtier.so
	$(Q)$(CROSS)objcopy $(EFI_OBJCOPY) $< $@
$(B)/dirtier.img: $(B)/dirtier.efi provision/image.sh
	$(call say,IMAGE,$@)
	$(Q)provision/image.sh $< $(EFI_BOOT_NAME) $@

-include $(wildcard $(EFI)/*.d)
