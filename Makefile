# SPDX-License-Identifier: GPL-2.0-only
#
#	make			all test programs for ARCH, in build/ARCH/
#	make check		the project's own tests (sets itself up as root)
#	make matrix		the gate on every platform with every config
#	make coverage		docs/coverage.md: which case checks which promise
#	make pairs		docs/combinations.md: what was tried together
#	make findings		docs/findings.md: which kernel has which finding
#	make qemus		docs/qemus.md: which case ran with which QEMU; RECORDS= names
#				results.json of runs to be added
#	make order		run/order.tsv: which cases run first
#	make bench		how fast the gate is on the platforms SPEED='host svm',
#				and the share of CPU time that is ours; BENCH='-p 4096'
#				for fewer pages, '-C ring' for one collector, '-m'
#				for a migration
#	make firmware		the payload that any VMM boots: build/ARCH/dirtier.img
#	make vmm		the tests of QEMU, in build/ARCH/vmm/
#	make new TEST=name	tests/name.c, to begin a test with
#	make bundle		one tar file for a host without compiler and Perl
#	make oci		the same as an OCI image
#	make install		for all users; DESTDIR= and prefix=/usr/local as usual
#	make uninstall		... and back
#	make deb		a package for Debian, in build/deb/
#	make kselftest-install	a folder for the kernel's run_kselftest.sh: KSELFTEST=
#				build/kselftest, by the source of KERNEL=7.3
#	make clean, distclean	without, with the cache of downloads
#
# ARCH=x86 or arm64, KDIR=a kernel source tree, V=1 to see the commands.

ARCH ?= $(if $(filter aarch64,$(shell uname -m)),arm64,x86)
B := build/$(ARCH)
CACHE ?= build/cache
KERNEL_SOURCE := build/linux
KDIR ?= $(KERNEL_SOURCE)
VERSION := $(shell git describe --always --dirty 2>/dev/null || echo unknown)

ifeq ($(wildcard $(ARCH)/arch.mk),)
$(error ARCH=$(ARCH) is not supported, use one of: \
	$(patsubst %/arch.mk,%,$(wildcard */arch.mk)))
endif
ifneq ($(KDIR),$(KERNEL_SOURCE))
ifeq ($(wildcard $(KDIR)/tools/testing/selftests/kvm/lib/kvm_util.c),)
$(error KDIR=$(KDIR) is not a kernel source tree with KVM selftests)
endif
endif

Q := $(if $(filter 1,$(V)),,@)
say = $(if $(Q),@printf '  %-7s %s\n' $(1) $(2))

all: programs
FORCE:
.PHONY: FORCE all programs compiled unit check matrix coverage pairs findings qemus order bench bundle oci new clean distclean
.DELETE_ON_ERROR:
.SECONDARY:

SELFTESTS := $(KDIR)/tools/testing/selftests
KVM := $(SELFTESTS)/kvm
include $(ARCH)/arch.mk
CC := $(CROSS)gcc
LD := $(CROSS)ld

TESTS := $(patsubst tests/%.c,%,$(wildcard tests/*.c))
COSTS := $(patsubst costs/%.c,%,$(wildcard costs/*.c))
PAYLOADS := $(patsubst guest/%.c,%,$(wildcard guest/*.c))
TOOLS := probe describe rate mergeable receive
PROGRAMS := $(TESTS:%=$(B)/tests/%) $(COSTS:%=$(B)/costs/%) $(TOOLS:%=$(B)/%)
# What emulated machines get.
STRIPPED := $(TESTS:%=$(B)/stripped/%) $(COSTS:%=$(B)/stripped/%) \
	$(B)/stripped/describe $(B)/stripped/mergeable
programs: $(PROGRAMS) $(STRIPPED)

WARN := -Wall -Wextra -Werror -Wstrict-prototypes -Wmissing-prototypes \
	-Wno-unused-parameter

# ---- the payload: freestanding, one image per guest/*.c

GUEST_FLAGS := -std=gnu11 -O2 -g $(WARN) -iquote . -iquote $(ARCH) \
	-ffreestanding -fno-stack-protector -fno-pic -fno-pie \
	-fno-asynchronous-unwind-tables -fno-tree-loop-distribute-patterns \
	$(GUEST_ARCH_FLAGS) -MMD -MP
GUEST_OBJS := $(GUEST_ASM:%=$(B)/guest/%.o) \
	$(patsubst %,$(B)/guest/lib-%.o,pattern rng)

$(B)/guest/lib-%.o: lib/%.c | $(B)/guest
	$(call say,GUESTCC,$<)
	$(Q)$(CC) $(GUEST_FLAGS) -c -o $@ $<
$(B)/guest/%.o: guest/%.c | $(B)/guest
	$(call say,GUESTCC,$<)
	$(Q)$(CC) $(GUEST_FLAGS) -c -o $@ $<
$(B)/guest/%.elf: $(B)/guest/%.o $(GUEST_OBJS) $(ARCH)/guest.lds
	$(call say,GUESTLD,$@)
	$(Q)$(LD) -nostdlib -static -z noexecstack --no-warn-rwx-segments \
		-T $(ARCH)/guest.lds -o $@ $(filter %.o,$^)

# ---- the firmware payload: an EFI application and its disk image

include guest/efi/efi.mk

# ---- the kernel's KVM selftests library

# Its own headers come by -isystem, as with -I they do not survive -Werror; of
# the kernel's UAPI only KVM's, as the rest would shadow the C library's.
KVM_INCLUDES = -isystem $(B)/uapi -isystem $(KDIR)/tools/include \
	-isystem $(KDIR)/tools/arch/$(KERNEL_ARCH)/include \
	-isystem $(KVM)/include -isystem $(KVM)/include/$(KVM_ARCH_DIR) \
	-isystem $(SELFTESTS) -isystem $(SELFTESTS)/rseq
KVM_FLAGS = -O2 -g -D_GNU_SOURCE -DCONFIG_64BIT -U_FORTIFY_SOURCE \
	-fno-stack-protector -fno-PIE -fno-strict-aliasing $(HOST_ARCH_FLAGS) \
	$(KVM_INCLUDES) -MMD -MP
# Cgroup helpers are no business of ours. Nor are the plain loops
# for memset() and so on: they are for guest code that shares the host's binary,
# and ours does not. They cost half of our time where processors are emulated.
KVM_OUT := lib/lru_gen_util.c lib/string_override.c
KVM_LIB := $(B)/kvm/libkvm.a

$(KERNEL_SOURCE)/.unpacked:
	$(call say,UNPACK,linux-source)
	$(Q)provision/kernel-source.sh $(CACHE) $(KERNEL_SOURCE)
	$(Q)touch $@

# Which files the library has is known only once its source is there, so this is
# an include: make builds it first and then reads all of this anew.  Not for
# check, which may have to install first what that needs.
ifneq ($(filter-out clean distclean check matrix coverage findings qemus order new uninstall deb,$(or $(MAKECMDGOALS),all)),)
include $(B)/kvm.mk
endif
# Nearly all is compiled anew when flags may have changed, or the tree that KDIR names. A
# unit test is linked from its source, and its old list of dependencies would ask for that
# source where it once was.
KVM_FROM := $(shell sed -n 's/^KVM_FROM := //p' $(B)/kvm.mk 2>/dev/null)
$(B)/kvm.mk: Makefile $(ARCH)/arch.mk $(if $(filter $(KVM_FROM),$(KDIR)),,FORCE) \
		$(wildcard $(KVM)/include/kvm_util*.h \
			$(KDIR)/tools/include/uapi/linux/kvm.h) \
		$(if $(filter $(KERNEL_SOURCE),$(KDIR)),$(KERNEL_SOURCE)/.unpacked)
	$(Q)rm -f $(B)/unit/*.d
	$(Q)mkdir -p $(B)/uapi/linux $(B)/uapi/asm $(B)/guest $(B)/host \
		$(B)/tests $(B)/costs $(B)/stripped $(B)/unit $(B)/kvm/$(KVM_ARCH_DIR)
	$(Q)cp $(KDIR)/tools/include/uapi/linux/kvm.h $(B)/uapi/linux/
	$(Q)cp $(KDIR)/tools/arch/$(KERNEL_ARCH)/include/uapi/asm/kvm.h \
		$(B)/uapi/asm/
	$(Q)echo 'KVM_FROM := $(KDIR)' > $@
	$(Q)! grep -q 'struct kvm_mmu mmu;' $(KVM)/include/kvm_util.h || \
		echo 'KVM_HAS += -DKVM_HAS_MMU' >> $@
	$(Q)! grep -q '[* ]vm_alloc(' $(KVM)/include/kvm_util.h || \
		echo 'KVM_HAS += -DKVM_HAS_VM_ALLOC' >> $@

KVM_SOURCES := $(filter-out $(KVM_OUT),$(patsubst $(KVM)/%,%,\
	$(wildcard $(KVM)/lib/*.c $(KVM)/lib/$(KVM_ARCH_DIR)/*.[cS])))
KVM_OBJS := $(KVM_SOURCES:lib/%=$(B)/kvm/%.o)

# ioctl() is made to fit older kernels than the library is for. The library's
# constructors talk to the machine, and end the process where it has no KVM, even
# if it was only to list its cases: under another section's name they run when KVM
# was found (both host/machine/compat.c).
$(B)/kvm/%.o: $(KVM)/lib/% $(B)/kvm.mk
	$(call say,KVMCC,$*)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -std=gnu99 -w $(KVM_FLAGS) -Dioctl=compat_ioctl \
		-c -o $@ $<
	$(Q)$(CROSS)objcopy --rename-section .init_array=kvm_library_init $@
$(B)/kvm/libkvm.a: $(KVM_OBJS)
	$(Q)rm -f $@
	$(Q)$(CROSS)ar rcs $@ $^
	$(Q)! $(CROSS)objdump -h $@ | grep -E '\.(init_array|ctors|preinit_array)' || \
		{ echo "the kernel's library would run code before main()" >&2; false; }

# ---- test programs: hosted and static, one file to copy to a host

HOST_FLAGS = -std=gnu11 $(WARN) $(KVM_FLAGS) $(KVM_HAS) -iquote . \
	-DPROJECT_VERSION='"$(VERSION)"'
# Those with a main() of their own.
MAINS := $(TOOLS:%=host/tools/%.c) host/tools/bench.c $(TESTS:%=tests/%.c) $(COSTS:%=costs/%.c)
HOST_SOURCES := $(filter-out $(MAINS),$(wildcard host/*/*.c)) $(wildcard verdict/*.c) \
	$(filter-out $(ARCH)/test_%,$(wildcard $(ARCH)/*.c)) $(wildcard lib/*.c)
HOST_OBJS := $(patsubst %,$(B)/host/%.o,$(subst /,-,$(HOST_SOURCES)))
PAYLOAD_OBJS := $(PAYLOADS:%=$(B)/host/payload-%.o)

define host-object
$(B)/host/$(subst /,-,$(1)).o: $(1) $(B)/kvm.mk
	$$(call say,CC,$$<)
	$$(Q)$$(CC) $$(HOST_FLAGS) -c -o $$@ $$<
endef
$(foreach s,$(HOST_SOURCES) $(MAINS),\
	$(eval $(call host-object,$(s))))

# The system's linux/io_uring.h does not go with the tools' linux/stddef.h.
$(B)/host/host-tools-timers.c.o: KVM_INCLUDES :=

$(B)/host/payload-%.o: $(B)/guest/%.elf host/machine/payload.S
	$(Q)$(CC) -DPAYLOAD=$* -DFILE='"$<"' -c -o $@ host/machine/payload.S

# Each program takes from the archive what it needs; main() of a test is there.
$(B)/host/libhost.a: $(HOST_OBJS)
	$(Q)rm -f $@
	$(Q)$(CROSS)ar rcs $@ $^
LIBS := $(PAYLOAD_OBJS) $(B)/host/libhost.a $(B)/kvm/libkvm.a
LINK = $(Q)$(CC) -static -no-pie -pthread $(LINK_EXTRA) -o $@ $^

$(B)/tests/%: $(B)/host/tests-%.c.o $(LIBS)
	$(call say,LINK,$@)
	$(LINK)
$(B)/costs/%: $(B)/host/costs-%.c.o $(LIBS)
	$(call say,LINK,$@)
	$(LINK)
$(B)/stripped/%: $(B)/tests/%
	$(Q)$(CROSS)strip -o $@ $<
$(B)/stripped/%: $(B)/costs/%
	$(Q)$(CROSS)strip -o $@ $<
$(B)/stripped/%: $(B)/%
	$(Q)$(CROSS)strip -o $@ $<
$(TOOLS:%=$(B)/%) $(B)/bench: $(B)/%: $(B)/host/host-tools-%.c.o $(LIBS)
	$(call say,LINK,$@)
	$(LINK)
# All that the kernel's library is compiled with, without the time that linking takes.
compiled: $(LIBS) $(foreach s,$(MAINS),$(B)/host/$(subst /,-,$(s)).o)
# It times every ioctl().
$(B)/bench: LINK_EXTRA := -Wl,--wrap=ioctl

# ---- tests of QEMU, with the firmware payload as its guest

include vmm/vmm.mk

# ---- our own unit tests: no KVM, hosted, under the sanitizers

SAN_FLAGS := -std=gnu11 -O1 -g $(WARN) -iquote . \
	-fsanitize=address,undefined -fno-sanitize-recover=all -MMD -MP
UNIT_SOURCES := $(wildcard verdict/*.c) $(addprefix lib/,rng.c pattern.c pageset.c command.c truth.c) \
	$(addprefix host/,machine/cpus.c main/chosen.c model/model_seq.c model/model_shrink.c rate/shape.c \
	round/oracle.c scene/pairwise.c) vmm/account.c vmm/bounds.c vmm/period.c
UNIT_LIB := $(patsubst %.c,$(B)/unit/%.o,$(subst /,-,$(UNIT_SOURCES))) \
	$(B)/unit/fs-rng.o $(B)/unit/fs-pattern.o
UNIT_TESTS := $(patsubst selftest/unit/%.c,%,$(wildcard selftest/unit/test_*.c)) \
	$(patsubst $(ARCH)/%.c,%,$(wildcard $(ARCH)/test_*.c))
unit: $(UNIT_TESTS:%=$(B)/unit/%)

define unit-object
$(B)/unit/$(patsubst %.c,%.o,$(subst /,-,$(1))): $(1) $(B)/kvm.mk
	$$(Q)gcc $$(SAN_FLAGS) -D_GNU_SOURCE -c -o $$@ $$<
endef
$(foreach s,$(UNIT_SOURCES),$(eval $(call unit-object,$(s))))
# The payload's compilation of the same source, under names of its own.
$(B)/unit/fs-%.o: $(B)/guest/lib-%.o
	$(Q)objcopy --prefix-symbols=fs_ $< $@
# Payload code and store stubs are not position independent.
$(B)/unit/test_%: selftest/unit/test_%.c $(UNIT_LIB)
	$(call say,UNIT,$@)
	$(Q)gcc $(SAN_FLAGS) -no-pie -o $@ $< $(UNIT_LIB)
$(B)/unit/test_stores: $(ARCH)/test_stores.c $(B)/guest/stores.o $(B)/kvm.mk
	$(call say,UNIT,$@)
	$(Q)gcc $(SAN_FLAGS) -no-pie -o $@ $(filter-out %.mk,$^)

check:
	$(Q)selftest/check.sh $(B)

matrix:
	$(Q)./run_tests.sh --platform all --config all

coverage:
	$(Q)perl selftest/coverage.pl > docs/coverage.md

pairs: programs
	$(Q)perl selftest/pairs.pl > docs/combinations.md

findings:
	$(Q)perl selftest/findings.pl

qemus:
	$(Q)perl selftest/qemus.pl $(RECORDS)

order:
	$(Q)mutants/order.pl

SPEED ?= host svm
bench: programs $(B)/bench
	$(Q)VERSION=$(VERSION) run/bench.pl $(B)/bench.json '$(SPEED)' $(B)/bench $(BENCH)

new:
	$(Q)selftest/new_test.sh '$(TEST)'

bundle: programs
	$(Q)run/bundle.sh $(B)
oci: programs
	$(Q)run/oci.sh $(B)

include packaging/install.mk

clean:
	$(Q)rm -rf $(filter-out $(CACHE),$(wildcard build/*))
distclean:
	$(Q)rm -rf build

-include $(wildcard $(B)/*/*.d $(B)/kvm/*/*.d)
