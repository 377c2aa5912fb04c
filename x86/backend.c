// SPDX-License-Identifier: GPL-2.0-only
/* Find out which KVM this is on x86, from the modules and their parameters. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "host/machine/arch.h"

/*
 * On x86 KVM writes to guest memory on behalf of a vCPU only: no backup bitmap.
 */
const struct arch_limits arch_limits = {
	.pool_bytes = 2ull << 20 | 1ull << 30,
	.guest_pages = 4096,
	.device_memory = true,
};

#define MODULE_PATH "/sys/module/%s/parameters/%s"

/* False if there is no such parameter. */
static bool param(const char *module, const char *name, char *value, u32 bytes)
{
	char path[128];
	bool ok;
	FILE *f;

	snprintf(path, sizeof(path), MODULE_PATH, module, name);
	f = fopen(path, "r");
	if (!f)
		return false;
	ok = fgets(value, bytes, f);
	fclose(f);
	value[strcspn(value, "\n")] = 0;
	return ok;
}

/*
 * Append NAME=VALUE to the parameters, if it exists.  True: its value is Y or
 * 1.
 */
static bool note(struct backend *b, const char *module, const char *name)
{
	size_t at = strlen(b->params);
	char value[16];

	if (!param(module, name, value, sizeof(value)))
		return false;
	snprintf(b->params + at, sizeof(b->params) - at, "%s%s=%s",
		 at ? " " : "", name, value);
	return *value == 'Y' || *value == '1';
}

static bool loaded(const char *module)
{
	char path[64];

	snprintf(path, sizeof(path), "/sys/module/%s", module);
	return !access(path, F_OK);
}

static bool file_has(const char *path, const char *text)
{
	char line[256];
	bool found = false;
	FILE *f = fopen(path, "r");

	while (f && !found && fgets(line, sizeof(line), f))
		found = strstr(line, text);
	if (f)
		fclose(f);
	return found;
}

/* Not every version of the library has a name for it. */
static bool has_hypervisor(void)
{
	const struct kvm_x86_cpu_feature hypervisor =
		KVM_X86_CPU_FEATURE(0x1, 0, ECX, 31);

	return this_cpu_has(hypervisor);
}

/*
 * True if an emulator executes this program's instructions.  QEMU's TCG shows
 * itself in CPUID, as hypervisor or in the brand string.  Bochs shows itself in
 * the version of its BIOS; old QEMUs have "Bochs" there too, but without a
 * number.  A hypervisor on real hardware is no emulator.
 */
static bool cpu_is_emulated(void)
{
	u32 eax, ebx, ecx, edx;

	cpuid(0x40000000, &eax, &ebx, &ecx, &edx);
	if (has_hypervisor() && ebx == 0x54474354)
		return true; /* "TCGT" */
	return file_has("/proc/cpuinfo", "QEMU TCG") ||
	       file_has("/sys/class/dmi/id/bios_version", "Bochs 2") ||
	       file_has("/sys/class/dmi/id/bios_version", "Bochs 3");
}

const char *arch_backend(struct backend *b)
{
	/* Verdicts depend on the backend, which the modules' names tell. */
	if (!loaded("kvm"))
		return "/sys/module/kvm is not there, so the KVM backend is unknown (is /sys mounted?)";
	b->name = "unknown";
	b->emulated = cpu_is_emulated();
	b->nested = has_hypervisor();
	b->ring_reserved = 64; /* KVM_DIRTY_RING_RSVD_ENTRIES */
	if (loaded("kvm_pvm")) {
		/* PVM uses shadow paging, whatever kvm.tdp_mmu is. */
		b->name = "pvm";
		b->software = true;
		note(b, "kvm_pvm", "pvm_emul_batch");
		return NULL;
	}
	if (loaded("kvm_amd") && this_cpu_has(X86_FEATURE_SVM)) {
		b->name = "svm";
		b->two_stage = note(b, "kvm_amd", "npt");
		b->walks_write = b->two_stage;
	} else if (loaded("kvm_intel")) {
		b->name = "vmx";
		b->two_stage = note(b, "kvm_intel", "ept");
		b->walks_write = note(b, "kvm_intel", "eptad") && b->two_stage;
		b->pml = note(b, "kvm_intel", "pml");
		b->real_mode_emulated = !note(b, "kvm_intel", "unrestricted_guest");
	}
	b->tdp_maps_writable = b->two_stage;
	b->shadow_maps_dirty = !b->two_stage;
	b->tdp_mmu = note(b, "kvm", "tdp_mmu") && b->two_stage;
	note(b, "kvm", "eager_page_split");
	/*
	 * With PML KVM pushes a buffer of up to 512 entries at once, so KVM
	 * reserves 512 more (kvm_dirty_ring_get_rsvd_entries(),
	 * cpu_dirty_log_size).
	 */
	if (b->pml)
		b->ring_reserved += 512;
	return NULL;
}

bool arch_zap_slot_alone(struct kvm_vm *vm)
{
	if (!(__vm_ioctl(vm, KVM_CHECK_EXTENSION,
			 (void *)(long)KVM_CAP_DISABLE_QUIRKS2) &
	      KVM_X86_QUIRK_SLOT_ZAP_ALL))
		return false;
	vm_enable_cap(vm, KVM_CAP_DISABLE_QUIRKS2, KVM_X86_QUIRK_SLOT_ZAP_ALL);
	return true;
}
