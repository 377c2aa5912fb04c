/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The firmware payload is an EFI application.  The payload exits boot services,
 * dirties memory as its command says (lib/command.h), and prints an account of
 * its stores on the serial port.  At the end the payload verifies that every
 * page holds the value that was stored last (lib/truth.h).
 *
 * The account is lines "dirtier: WORD key=value ...".  docs/firmware.md
 * describes them, and vmm/account.c reads them.
 */
#ifndef GUEST_EFI_PAYLOAD_H
#define GUEST_EFI_PAYLOAD_H

#include "lib/truth.h"

#define PAGE_BYTES 4096ull
#define STACK_PAGES 4

/* A vCPU's account of one second of its own clock. */
struct second {
	u64 number; /* from 1 */
	u64 total;  /* stores from the start to the second's end */
	u64 written; /* stores in this second */
	u64 unique; /* pages written at least once in this second */
	u64 late;   /* the most stores that were due and not yet done */
	u64 forgiven; /* stores that were due and will never be done */
};

/* A page with a wrong value. */
struct bad {
	u32 page;
	u64 holds, must;
};

#define MAX_SECONDS 16
#define MAX_BAD 8

/* One per vCPU that dirties memory, on pages of its own. */
struct worker {
	u32 vcpu;
	u32 rate;
	u32 cycle; /* truth_cycle() of the walk; 0: pages are random */
	u64 area;  /* address of the vCPU's first page */
	u8 *seen;  /* random pages: bitmap of the pages written in this second */
	struct pattern walk;
	u64 stores;
	u64 due;   /* stores due at the beginning of this second */
	u64 begun; /* ticks at the beginning of this second */
	struct second now;
	/*
	 * A queue of seconds to vCPU 0, which prints them.  This vCPU alone
	 * writes nr_put, vCPU 0 alone writes nr_got.
	 */
	struct second second[MAX_SECONDS];
	volatile u32 nr_put, nr_got;
	struct bad bad[MAX_BAD];
	volatile u64 nr_bad;
	u64 nr_bad_told;
	bool marked; /* the account says what the vCPU did up to payload.mark */
	volatile u32 stopped;
} __attribute__((aligned(4096)));

struct payload {
	struct command command;
	u32 nr_cpus; /* of the machine; cpu[0] is the firmware's boot processor */
	u64 cpu[256]; /* names: x86 APIC IDs, arm64 MPIDRs */
	bool psci_smc; /* arm64: PSCI is called by SMC, not by HVC */
	u64 hz;	/* ticks a second */
	u64 start; /* of the first second, in ticks */
	u64 mark; /* a moment that the account shall contain; 0: none */
	struct worker *worker;
	u64 stacks;  /* address of STACK_PAGES for each vCPU in turn */
	u64 *must;   /* buffer for the values that one area must hold */
	u64 tables;  /* address of the root page table; the others follow */
	u64 nr_own;  /* most pages that are written outside the areas */
	volatile u32 stop;
};

extern struct payload payload;

/* ---- worker.c: one vCPU's stores */

void worker_init(struct worker *w, u32 vcpu);
/* Do the next store if it is due.  Does not wait. */
void worker_step(struct worker *w);
/* Do stores until payload.stop is set.  vCPU 0 keeps the account too. */
void worker_run(u32 vcpu) __attribute__((noreturn));

/* ---- clerk.c: the account, and the end */

void clerk_begin(void);
/* vCPU 0 calls this between stores.  @now is in ticks. */
void clerk_poll(u64 now);
/* Verify all memory, print the result, and halt. */
void clerk_end(void) __attribute__((noreturn));

/* ---- text.c: lines for the serial port */

/*
 * Lines collect in a ring buffer.  text_drain() sends as much as the port takes
 * without waiting, so that printing does not delay the stores of vCPU 0.
 * text_flush() waits until everything is sent.
 */
void text_put(const char *s);
void text_number(const char *key, u64 value);
void text_hex(const char *key, u64 value);
void text_mib(const char *key, u64 pages);
void text_end(void);
void text_drain(void);
void text_flush(void);

/* ---- tables.c */

/*
 * The page tables map addresses below TABLES_REACH, with MAX_TABLES pages at
 * most.
 */
#define TABLES_REACH (512ull << 30)
#define MAX_TABLES 520

/*
 * Identity-map the aligned 2 MiB around @address, which is below TABLES_REACH.
 */
void tables_map(u64 address, bool device);

/* ---- serial.c */

struct serial {
	u64 base;    /* an address, or on x86 an I/O port (below 64K) */
	u32 stride;  /* 16550: bytes from one register to the next */
	bool pl011;
	bool is_port;
};

extern struct serial serial;

void serial_init(void);
/* The number of characters that the port takes now without waiting. */
u32 serial_room(void);
void serial_put(char c);
/* A received character, or -1 if there is none. */
int serial_get(void);

#endif
