/* SPDX-License-Identifier: GPL-2.0-only */
/* What the architecture's folder implements for the firmware payload. */
#ifndef GUEST_EFI_ARCH_EFI_H
#define GUEST_EFI_ARCH_EFI_H

#include "guest/efi/payload.h"

extern const char arch_efi_name[];

/* A clock that all vCPUs share and that never goes back. */
u64 arch_efi_ticks(void);

/* Its ticks a second; @stall waits for so many microseconds. */
u64 arch_efi_hz(void (*stall)(u64 us));

/* In a loop that waits. */
void arch_efi_relax(void);

/* Earlier stores are visible to other vCPUs before any later one. */
void arch_efi_barrier(void);

/* The name of the vCPU that runs this, as in payload.cpu[]. */
u64 arch_efi_self(void);

/* A register of a device, @is_port for those that x86 has in I/O space. */
u32 arch_efi_read(u64 address, bool is_port, u32 bytes);
void arch_efi_write(u64 address, bool is_port, u32 bytes, u32 value);

/* The serial port where no table names one; base 0: unknown. */
extern const struct serial arch_efi_serial;

/* Entries of page tables: to another table, and a leaf of 2 MiB. */
#define ARCH_TABLE_ENTRIES 512
#define ARCH_LEAF_BYTES (2ull << 20)
extern const u32 arch_efi_levels; /* from the root down to the leaf of 2 MiB */
u64 arch_efi_table_entry(u64 table);
u64 arch_efi_leaf_entry(u64 address, bool device);
/* A device's page that is needed besides the serial port's; 0: none. */
u64 arch_efi_device(void);

/* NULL, or why the application cannot run here; before boot services end. */
const char *arch_efi_missing(void);

/* Memory below 1 MiB that starting other vCPUs needs, in pages. */
extern const u32 arch_efi_low_pages;

/*
 * From firmware to our own tables, vectors and stack; on to worker_run(0).
 * @low is the memory that arch_efi_low_pages asked for.
 */
void arch_efi_enter(u64 low) __attribute__((noreturn));

/*
 * Start the vCPU that payload.cpu[] names, which goes on to worker_run() on its
 * own stack; false: it cannot be started.
 */
bool arch_efi_start(u32 vcpu);

void arch_efi_halt(void) __attribute__((noreturn));

/* Called by the vectors: say so on the serial port, and halt. */
void efi_trap(u64 vector, u64 error, u64 pc, u64 address)
	__attribute__((noreturn));

#endif
