// SPDX-License-Identifier: GPL-2.0-only
#include "guest/efi/acpi.h"
#include "guest/efi/arch_efi.h"

/*
 * A little-endian field of a table.  Tables are packed, so fields may be
 * unaligned.
 */
static u64 field(const void *table, u32 offset, u32 bytes)
{
	const u8 *at = (const u8 *)table + offset;
	u64 value = 0;

	while (bytes--)
		value = value << 8 | at[bytes];
	return value;
}

#define HEADER_BYTES 36
static u32 length_of(const void *table)
{
	return field(table, 4, 4);
}

static void add_cpu(u64 name)
{
	u32 most = ARRAY_LEN(payload.cpu);

	/* cpu[0], which runs this code, is in the list already. */
	if (name != payload.cpu[0] && payload.nr_cpus < most)
		payload.cpu[payload.nr_cpus++] = name;
}

/* MADT: a list of structures, each with its type and its length. */
static void read_madt(const u8 *madt)
{
	const u8 *end = madt + length_of(madt);

	for (const u8 *s = madt + 44; s + 2 <= end && s[1]; s += s[1]) {
		if (s[0] == 0 && field(s, 4, 4) & 1)	      /* local APIC */
			add_cpu(s[3]);
		else if (s[0] == 9 && field(s, 8, 4) & 1)     /* x2APIC */
			add_cpu(field(s, 4, 4));
		else if (s[0] == 11 && field(s, 12, 4) & 1)   /* GICC */
			add_cpu(field(s, 68, 8));
	}
}

/* SPCR: the type of interface, and a generic address structure. */
static void read_spcr(const u8 *spcr)
{
	u8 type = spcr[36];
	u8 width = spcr[41];

	serial.is_port = spcr[40] == 1;
	serial.base = field(spcr, 44, 8);
	serial.stride = width == 32 ? 4 : 1;
	/* 3: PL011; 13 and 14: the SBSA's subset of a PL011. */
	serial.pl011 = type == 3 || type == 13 || type == 14;
}

static bool is(const void *table, const char *name)
{
	const char *at = table;

	return at[0] == name[0] && at[1] == name[1] && at[2] == name[2] &&
	       at[3] == name[3];
}

bool acpi_read(const void *rsdp)
{
	const void *xsdt = (const void *)field(rsdp, 24, 8);
	bool has_madt = false;

	payload.cpu[0] = arch_efi_self();
	payload.nr_cpus = 1;
	for (u32 at = HEADER_BYTES; at + 8 <= length_of(xsdt); at += 8) {
		const void *table = (const void *)field(xsdt, at, 8);

		if (is(table, "APIC")) {
			read_madt(table);
			has_madt = true;
		} else if (is(table, "SPCR")) {
			read_spcr(table);
		} else if (is(table, "FACP") && length_of(table) > 130) {
			/* Bit 0: PSCI exists; bit 1: PSCI is called by HVC. */
			payload.psci_smc = (field(table, 129, 2) & 3) == 1;
		}
	}
	return has_madt;
}
