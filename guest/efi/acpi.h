/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the machine's ACPI tables say of its vCPUs, its serial port, and of how
 * vCPUs are started (ACPI 6.4, 5.2.12 MADT, 5.2.9 FADT; Microsoft's SPCR).
 */
#ifndef GUEST_EFI_ACPI_H
#define GUEST_EFI_ACPI_H

#include "guest/efi/payload.h"

/*
 * Fill payload.cpu[], nr_cpus, psci_smc and serial from the tables below @rsdp.
 * False if there is no table of processors.
 */
bool acpi_read(const void *rsdp);

#endif
