/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the firmware payload is asked to do, as text: words "key=value" with
 * blanks or newlines in between, comments from '#' to the end of the line.  The
 * text ends at a NUL byte or where its room ends.  The host writes it into the
 * disk image or into the load options, the payload obeys it, and both know from
 * it what memory must hold (lib/truth.h).
 */
#ifndef LIB_COMMAND_H
#define LIB_COMMAND_H

#include "lib/pattern.h"
#include "lib/types.h"

#define COMMAND_MAX_VCPUS 16

/* The command block of an image is a file of this size that begins so. */
#define COMMAND_BYTES 512
#define COMMAND_FIRST "# dirtier command block\n"

struct command {
	u32 vcpus;   /* that dirty memory, 1 to COMMAND_MAX_VCPUS */
	u32 pages;   /* of each of them, at least 1 */
	u32 pattern; /* enum pattern_kind */
	u32 first;   /* of the pattern, as struct pattern_spec has them */
	u32 step;
	u64 seed;
	u32 rate[COMMAND_MAX_VCPUS]; /* stores a second; 0: all it can */
	u32 seconds; /* then it ends by itself; 0: when it is told */
	bool lies;   /* vCPU 0 counts its stores to page lie, and does none */
	u32 lie;
	bool traps;  /* instead of its first store to page trap, vCPU 0 stores to
		      * an address that is not mapped */
	u32 trap;
	u64 serial;  /* physical address, on x86 a port if below 64K; 0: found */
};

/* What is done where nothing is said. */
void command_default(struct command *c);

/*
 * Change what the text of at most @bytes says.  NULL, or what is wrong with it,
 * in words.  The last rate of a list holds for all further vCPUs, too.
 */
const char *command_parse(struct command *c, const char *text, size_t bytes);

/* NULL, or why it cannot be obeyed. */
const char *command_check(const struct command *c);

/* The pattern that vCPU @vcpu walks in its own pages. */
struct pattern_spec command_spec(const struct command *c, u32 vcpu);

#endif
