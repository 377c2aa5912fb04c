/* SPDX-License-Identifier: GPL-2.0-only */
/* The firmware payload's functions that x86/efi/ and arm64/efi/ implement. */
#ifndef GUEST_EFI_ARCH_EFI_H
#define GUEST_EFI_ARCH_EFI_H

#include "guest/efi/payload.h"

extern const char arch_efi_name[];

/* The time in ticks.  All vCPUs share the clock, which never goes back. */
u64 arch_efi_ticks(void);

/* The clock's ticks a second.  @stall waits for @us microseconds. */
u64 arch_efi_hz(void (*stall)(u64 us));

/* Call this in every loop that waits. */
void arch_efi_relax(void);

/* Other vCPUs see all earlier stores before any later store. */
void arch_efi_barrier(void);

/* The calling vCPU's name, as in payload.cpu[]. */
u64 arch_efi_self(void);

/* Access a device's register of @bytes bytes; @is_port: in x86's I/O space. */
u32 arch_efi_read(u64 address, bool is_port, u32 bytes);
void arch_efi_write(u64 address, bool is_port, u32 bytes, u32 value);

/* The serial port, unless an ACPI table names one.  Base 0: unknown. */
extern const struct serial arch_efi_serial;

/* Page tables: each table has 512 entries, and a leaf maps 2 MiB. */
#define ARCH_TABLE_ENTRIES 512
#define ARCH_LEAF_BYTES (2ull << 20)
extern const u32 arch_efi_levels; /* number of levels, from the root to the leaf */
u64 arch_efi_table_entry(u64 table);
u64 arch_efi_leaf_entry(u64 address, bool device);
/* The address of a further device page that must be mapped; 0: none. */
u64 arch_efi_device(void);

/*
 * NULL, or why the application cannot run on this machine.  Called before boot
 * services end.
 */
const char *arch_efi_missing(void);

/* Pages below 1 MiB that are needed to start other vCPUs. */
extern const u32 arch_efi_low_pages;

/*
 * Switch from the firmware's page tables, vectors and stack to the payload's
 * own, and call worker_run(0).  @low is the address of the arch_efi_low_pages
 * pages.
 */
void arch_efi_enter(u64 low) __attribute__((noreturn));

/*
 * Start vCPU payload.cpu[@vcpu].  The vCPU calls worker_run() on its own stack.
 * False if the vCPU cannot be started.
 */
bool arch_efi_start(u32 vcpu);

void arch_efi_halt(void) __attribute__((noreturn));

/* The vectors call this: print the exception on the serial port, and halt. */
void efi_trap(u64 vector, u64 error, u64 pc, u64 address)
	__attribute__((noreturn));

#endif
