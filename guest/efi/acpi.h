/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Read the machine's ACPI tables: its vCPUs (ACPI 6.4, 5.2.12 MADT), how vCPUs
 * are started (5.2.9 FADT), and its serial port (Microsoft's SPCR).
 */
#ifndef GUEST_EFI_ACPI_H
#define GUEST_EFI_ACPI_H

#include "guest/efi/payload.h"

/*
 * Fill payload.cpu[], payload.nr_cpus, payload.psci_smc and serial from the
 * tables that @rsdp leads to.  False if there is no MADT.
 */
bool acpi_read(const void *rsdp);

#endif
