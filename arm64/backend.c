// SPDX-License-Identifier: GPL-2.0-only
/* Find out which KVM this is on arm64. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>

#include "host/machine/arch.h"

/*
 * Huge pages of 32M: with pages of 16K one entry of a level-2 table, with pages
 * of 4K 16 contiguous entries.
 */
const struct arch_limits arch_limits = {
	.ring_bitmap = true,
	.pool_bytes = 2ull << 20 | 32ull << 20 | 1ull << 30,
	.guest_pages = 4096 | 16384 | 65536,
	/* no device_memory: kvm_arch_prepare_memory_region() in mmu.c refuses to log VM_PFNMAP */
	.nest_irqchip = true, /* kvm_vgic_vcpu_nv_init() in arch/arm64/kvm/vgic/vgic-init.c */
};

/*
 * Read a file of /proc or /sys, up to 64K; empty if there is none, NULL: no
 * memory.
 */
static char *slurp(const char *path)
{
	size_t room = 65536;
	char *text = calloc(1, room);
	FILE *f = fopen(path, "r");

	if (f && text)
		text[fread(text, 1, room - 1, f)] = 0;
	if (f)
		fclose(f);
	return text;
}

/* KVM's mode from its first lines in the kernel log (kvm_arm_init(), arm.c). */
static const char *mode_in_log(void)
{
	static const struct {
		const char *words, *mode;
	} modes[] = {
		{ "Protected nVHE mode initialized", "protected" },
		{ "Protected hVHE mode initialized", "protected" },
		{ "Hyp nVHE mode initialized", "nvhe" },
		{ "Hyp hVHE mode initialized", "hvhe" },
		{ "VHE mode initialized", "vhe" },
		{ "VHE+NV", "nested" },
	};
	int room = klogctl(10 /* SYSLOG_ACTION_SIZE_BUFFER */, NULL, 0);
	char *log = room > 0 ? calloc(1, room + 1) : NULL;
	const char *mode = NULL;

	if (log && klogctl(3 /* SYSLOG_ACTION_READ_ALL */, log, room) > 0)
		for (u32 i = 0; i < ARRAY_LEN(modes) && !mode; i++)
			if (strstr(log, modes[i].words))
				mode = modes[i].mode;
	free(log);
	return mode;
}

/*
 * Only a kernel at EL2 uses the EL2 timer (arch_timer_select_ppi() in
 * drivers/clocksource/arm_arch_timer.c).  That timer's interrupt is 26 on
 * machines that follow the architecture's recommendation.
 */
static const char *mode_by_timer(void)
{
	char *text = slurp("/proc/interrupts");
	char *line = text ? strstr(text, "arch_timer") : NULL;
	const char *mode = "unknown";

	if (line) {
		*line = 0;
		line = strrchr(text, '\n');
		mode = line && strstr(line, " 26 ") ? "vhe" : "nvhe";
	}
	free(text);
	return mode;
}

/*
 * No parameter of KVM says whether it runs as VHE or nVHE.  The kernel log
 * does, unless the lines are lost or this process may not read the log.
 */
static const char *mode(void)
{
	const char *said = mode_in_log();

	return said ? said : mode_by_timer();
}

static bool says(const char *path, const char *what)
{
	char *text = slurp(path);
	bool found = text && strstr(text, what);

	free(text);
	return found;
}

/*
 * Implementer 0 is reserved for software (MIDR_EL1).  QEMU's CPU "max" has 0.
 */
static bool cpu_is_emulated(void)
{
	return says("/proc/cpuinfo", "CPU implementer\t: 0x00");
}

/* True if the device tree or the firmware names a virtual machine. */
static bool is_virtual_machine(void)
{
	return says("/proc/device-tree/compatible", "linux,dummy-virt") ||
	       says("/sys/class/dmi/id/sys_vendor", "QEMU") ||
	       says("/sys/class/dmi/id/product_name", "KVM");
}

const char *arch_backend(struct backend *b)
{
	b->name = "arm64";
	b->two_stage = true;
	b->emulated = cpu_is_emulated();
	b->nested = is_virtual_machine();
	b->ring_reserved = 64; /* KVM_DIRTY_RING_RSVD_ENTRIES */
	snprintf(b->params, sizeof(b->params), "mode=%s", mode());
	return NULL;
}

bool arch_zap_slot_alone(struct kvm_vm *vm)
{
	return false;
}
