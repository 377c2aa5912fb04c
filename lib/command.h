/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The command that the firmware payload obeys, as text: words "key=value" with
 * blanks or newlines in between, and comments from '#' to the end of the line.
 * The text ends at a NUL byte or at the end of its buffer.  The host writes the
 * text into the disk image or into the load options.  Host and payload both
 * compute from the command what memory must hold (lib/truth.h).
 */
#ifndef LIB_COMMAND_H
#define LIB_COMMAND_H

#include "lib/pattern.h"
#include "lib/types.h"

#define COMMAND_MAX_VCPUS 16

/* The command file in a disk image has this size, and begins with this line. */
#define COMMAND_BYTES 512
#define COMMAND_FIRST "# dirtier command block\n"

struct command {
	u32 vcpus;   /* number that dirty memory, 1 to COMMAND_MAX_VCPUS */
	u32 pages;   /* of 4K per vCPU, at least 1 */
	u32 pattern; /* enum pattern_kind */
	u32 first;   /* the pattern's, as in struct pattern_spec */
	u32 step;
	u64 seed;
	u32 rate[COMMAND_MAX_VCPUS]; /* stores a second; 0: as fast as it can */
	u32 seconds; /* until the payload ends; 0: until it receives 'q' */
	u32 looks;   /* at the serial port, a second: each is an exit to the VMM;
		      * 0: after each store, and while none is due */
	bool lies;   /* vCPU 0 counts its stores to page lie, and does none */
	u32 lie;
	bool traps;  /* vCPU 0 stores to an address that is not mapped before
		      * its first store to page trap */
	u32 trap;
	u32 zero;    /* each zero-th store of a vCPU writes 0; 0: none does */
	u64 serial;  /* physical address, on x86 a port if below 64K; 0: the port
		      * that the ACPI tables name */
};

/* Fill @c with the defaults of docs/firmware.md. */
void command_default(struct command *c);

/*
 * Change the fields of @c that the text names.  The text is at most @bytes
 * long.  Returns NULL, or in words what is wrong with the text.  The last rate
 * of a list holds for all further vCPUs too.
 */
const char *command_parse(struct command *c, const char *text, size_t bytes);

/* Returns NULL, or in words why no payload can obey @c. */
const char *command_check(const struct command *c);

/* The pattern that vCPU @vcpu walks in its own pages. */
struct pattern_spec command_spec(const struct command *c, u32 vcpu);

#endif
