// SPDX-License-Identifier: GPL-2.0-only
#include "vmm/machine.h"

#include <string.h>
#include <unistd.h>

extern const u8 image_x86[], image_x86_end[];
extern const u8 image_arm64[], image_arm64_end[];

const struct accel_name accels[3] = {
	{ ACCEL_TCG, "tcg", "tcg" },
	{ ACCEL_KVM, "kvm", "kvm" },
	{ ACCEL_RING, "kvm-ring", "kvm,dirty-ring-size=" },
};

const struct machine_kind machines[] = {
	{
		.name = "x86",
		.binary = "qemu-system-x86_64",
		.machine = "q35",
		.kvm_machine = "q35",
		.cpu = "max",
		/* With "host" QEMU sets registers that a software KVM lacks. */
		.kvm_cpu = "qemu64",
		.ram = 0,
		.firmware = { "/usr/share/ovmf/OVMF.fd",
			      "/usr/share/edk2/ovmf/OVMF.fd",
			      "/usr/share/qemu/OVMF.fd" },
		.image = image_x86,
		.image_end = image_x86_end,
	},
	{
		.name = "arm64",
		.binary = "qemu-system-aarch64",
		.machine = "virt,gic-version=3",
		.kvm_machine = "virt,gic-version=host",
		/* The architected pointer authentication is slow to emulate. */
		.cpu = "max,pauth-impdef=on",
		.kvm_cpu = "host",
		.quiet_cpu = "host,kvm-steal-time=off",
		.ram = 0x40000000,
		.firmware = { "/usr/share/qemu-efi-aarch64/QEMU_EFI.fd",
			      "/usr/share/edk2/aarch64/QEMU_EFI.fd" },
		.image = image_arm64,
		.image_end = image_arm64_end,
	},
	{ 0 }
};

const struct machine_kind *machine_find(const char *name)
{
	for (const struct machine_kind *m = machines; m->name; m++)
		if (!strcmp(m->name, name))
			return m;
	return NULL;
}

const char *machine_firmware(const struct machine_kind *m)
{
	for (u32 i = 0; i < ARRAY_LEN(m->firmware) && m->firmware[i]; i++)
		if (!access(m->firmware[i], R_OK))
			return m->firmware[i];
	return NULL;
}
