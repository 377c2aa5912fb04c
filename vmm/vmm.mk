# SPDX-License-Identifier: GPL-2.0-only
# Tests of QEMU, with the firmware payload as its guest: one program each, in
# build/ARCH/vmm/, that boots either architecture's image. They need no KVM and
# nothing of the kernel's library.

VMM := $(B)/vmm
JSON_ROOT := $(if $(filter arm64,$(ARCH)),$(if $(filter aarch64,$(shell uname -m)),,$(CACHE)/libjson-c-dev:arm64))
JSON_LIB := $(if $(JSON_ROOT),$(JSON_ROOT)/usr/lib/aarch64-linux-gnu/libjson-c.a,-ljson-c)
VMM_FLAGS := -std=gnu11 -O2 -g $(WARN) -iquote . -D_GNU_SOURCE \
	$(if $(JSON_ROOT),-isystem $(JSON_ROOT)/usr/include) \
	-DVMM_ARCH='"$(ARCH)"' -DPROJECT_VERSION='"$(VERSION)"' -MMD -MP
VMM_TESTS := $(patsubst vmm/tests/%.c,%,$(wildcard vmm/tests/*.c))
VMM_OBJS := $(patsubst vmm/%.c,$(VMM)/%.o,$(filter-out vmm/describe.c,$(wildcard vmm/*.c))) $(VMM)/blobs.o \
	$(patsubst %,$(B)/host/%.c.o,lib-command lib-pattern lib-pageset \
	lib-rng lib-truth verdict-child verdict-known verdict-report verdict-verdict)

.PHONY: vmm vmm-tools
vmm: $(VMM_TESTS:%=$(VMM)/%) $(B)/describe-vmm

$(VMM):
	$(Q)mkdir -p $@
vmm-tools:
	$(Q)provision/setup.sh --check vmm
ifneq ($(JSON_ROOT),)
	$(Q)[ -d $(JSON_ROOT)/. ] || provision/fetch.sh libjson-c-dev:arm64 $(CACHE)
endif

# Another make builds the other architecture's image. Where arm64 is native
# there is no cross compiler for x86, and so no x86 guest.
OTHER := $(if $(filter x86,$(ARCH)),arm64,$(if $(filter aarch64,$(shell uname -m)),,x86))
IMAGES := $(foreach a,$(ARCH) $(OTHER),build/$(a)/dirtier.img)
.PHONY: other-image
other-image:
	$(Q)$(MAKE) -s ARCH=$(OTHER) firmware
ifneq ($(OTHER),)
# A rule with a command makes make check whether the file has changed.
build/$(OTHER)/dirtier.img: other-image
	@:
endif

$(VMM)/blobs.o: vmm/blobs.S $(IMAGES) | $(VMM)
	$(Q)$(CC) $(foreach a,$(ARCH) $(OTHER),-DIMAGE_$(a)='"build/$(a)/dirtier.img"') \
		-c -o $@ $<
$(VMM)/%.o: vmm/%.c | $(VMM) vmm-tools
	$(call say,CC,$<)
	$(Q)$(CC) $(VMM_FLAGS) -c -o $@ $<
$(VMM)/test-%.o: vmm/tests/%.c | $(VMM) vmm-tools
	$(call say,CC,$<)
	$(Q)$(CC) $(VMM_FLAGS) -c -o $@ $<
$(VMM_TESTS:%=$(VMM)/%): $(VMM)/%: $(VMM)/test-%.o $(VMM_OBJS)
	$(call say,LINK,$@)
	$(Q)$(CC) -static -no-pie -o $@ $^ $(JSON_LIB)

$(B)/describe-vmm: $(VMM)/describe.o $(VMM_OBJS)
	$(call say,LINK,$@)
	$(Q)$(CC) -static -no-pie -o $@ $^ $(JSON_LIB)

-include $(wildcard $(VMM)/*.d)
