/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The firmware payload: an EFI application that leaves the firmware behind,
 * dirties memory as its command says (lib/command.h), keeps a ledger of it on
 * the serial port, and in the end verifies that every page holds what was
 * stored last (lib/truth.h).
 *
 * Its ledger is lines "dirtier: WORD key=value ...", described in
 * docs/firmware.md and read by host/qemu_ledger.c.
 */
#ifndef GUEST_EFI_PAYLOAD_H
#define GUEST_EFI_PAYLOAD_H

#include "lib/truth.h"

#define PAGE_BYTES 4096ull
#define STACK_PAGES 4

/* What a vCPU did in one second of its own clock. */
struct second {
	u64 number; /* from 1 */
	u64 total;  /* stores so far */
	u64 written; /* ... of this second */
	u64 unique; /* pages written at least once in it */
	u64 late;   /* stores that were due and not yet done, at most */
	u64 forgiven; /* stores that were due and will not be done */
};

/* A page that does not hold what it must. */
struct bad {
	u32 page;
	u64 holds, must;
};

#define MAX_SECONDS 16
#define MAX_BAD 8

/* One per dirtying vCPU, on pages of its own. */
struct worker {
	u32 vcpu;
	u32 rate;
	u32 cycle; /* of its walk, 0: pages are drawn */
	u64 area;  /* address of its first page */
	u8 *seen;  /* a bit per page, for drawn pages in this second */
	struct pattern walk;
	u64 stores;
	u64 due;   /* stores due at the second's begin */
	u64 begun; /* ticks then */
	struct second now;
	/* To vCPU 0, which prints; each index has one writer. */
	struct second second[MAX_SECONDS];
	volatile u32 nr_put, nr_got;
	struct bad bad[MAX_BAD];
	volatile u64 nr_bad;
	u64 nr_bad_told;
	volatile u32 stopped;
} __attribute__((aligned(4096)));

struct payload {
	struct command command;
	u32 nr_cpus; /* that the machine has; cpu[0] is the one we run on */
	u64 cpu[256]; /* as the architecture names them */
	bool psci_smc; /* arm64 */
	u64 hz;	/* ticks a second */
	u64 start; /* ticks */
	struct worker *worker;
	u64 stacks;  /* STACK_PAGES of each dirtying vCPU */
	u64 *must;   /* room for what one area must hold */
	u64 tables;  /* address of the first page table */
	u64 nr_own;  /* pages that are written besides the areas', at most */
	volatile u32 stop;
};

extern struct payload payload;

/* ---- worker.c: one vCPU's stores */

void worker_init(struct worker *w, u32 vcpu);
/* One store if it is due; never waits. */
void worker_step(struct worker *w);
/* Until it is told to stop; vCPU 0 is clerk besides. */
void worker_run(u32 vcpu) __attribute__((noreturn));

/* ---- clerk.c: the ledger, and the end */

void clerk_begin(void);
/* Now and then, by vCPU 0. */
void clerk_poll(u64 now);
/* Verify all memory, print the result, and halt. */
void clerk_end(void) __attribute__((noreturn));

/* ---- text.c: lines for the serial port */

/*
 * A line is put together in a ring and leaves bit by bit, so that printing does
 * not keep vCPU 0 from its stores; text_flush() waits until all of it is out.
 */
void text_put(const char *s);
void text_number(const char *key, u64 value);
void text_hex(const char *key, u64 value);
void text_mib(const char *key, u64 pages);
void text_end(void);
void text_drain(void);
void text_flush(void);

/* ---- tables.c */

/* Our tables reach so far, and are so many pages at most. */
#define TABLES_REACH (512ull << 30)
#define MAX_TABLES 520

/* Map the 2 MiB around @address, below TABLES_REACH, to themselves. */
void tables_map(u64 address, bool device);

/* ---- serial.c */

struct serial {
	u64 base;    /* an address, or a port of x86 below 64K */
	u32 stride;  /* bytes from one register to the next; 16550 */
	bool pl011;
	bool is_port;
};

extern struct serial serial;

void serial_init(void);
/* Characters that it takes without waiting; 0: none now. */
u32 serial_room(void);
void serial_put(char c);
/* A character that was received, or -1. */
int serial_get(void);

#endif
