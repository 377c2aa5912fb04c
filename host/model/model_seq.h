/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Sequences of operations on slots, vCPUs and logs, as data: drawn from a seed,
 * printed, read back.  What a step does is known in host/model/model_step.c; here it
 * is a name and a few numbers.  A step that makes no sense where it stands, such
 * as a store to a slot that was deleted, does nothing: any part of a sequence is
 * a sequence.
 */
#ifndef HOST_MODEL_MODEL_SEQ_H
#define HOST_MODEL_MODEL_SEQ_H

#include "lib/types.h"

/* Arguments are numbers, 0 the simplest, each known by a letter. */
enum model_op {
	/* Comes first: b is how the machine begins, see host/model/model_step.c. */
	MODEL_BEGIN,
	/* vCPU v (2: both at once) obeys a record: slot s, pattern p of c pages
	 * from f, instruction o.  Done when the step is. */
	MODEL_WRITE,
	/* vCPU v begins such a record of plain stores, does n of them, and waits
	 * in guest mode for the next. */
	MODEL_START,
	MODEL_MORE, /* n more of them */
	MODEL_STOP, /* all that are left */
	MODEL_KICK, /* all vCPUs leave guest mode and come back */
	MODEL_HARVEST, /* of everything, by the collector's own way */
	MODEL_FETCH,   /* of slot s alone */
	/* KVM_CLEAR_DIRTY_LOG of slot s, the words with pages f to f + c - 1,
	 * every (m + 1)th page of them. */
	MODEL_CLEAR,
	MODEL_TAKE,  /* up to n entries of the ring of vCPU v */
	MODEL_RESET, /* the rings */
	MODEL_ON, MODEL_OFF, /* logging of slot s */
	MODEL_AGAIN, /* slot s as it is, once more */
	MODEL_DELETE, /* slot s */
	MODEL_CREATE, /* ... logging if l, and if that is 2 for reading alone */
	MODEL_MOVE, /* ... to place g, 0 is where it was first */
	MODEL_DROP, /* the host takes pages f to f + c - 1 of slot s away */
	MODEL_FILL, /* ... and writes them */
	NR_MODEL_OPS
};

#define MODEL_MAX_ARGS 6 /* of an operation */
#define MODEL_MAX_STEPS 512
#define MODEL_MAX_SLOTS 3
#define MODEL_MAX_VCPUS 2

struct model_step {
	u32 op;
	u32 arg[MODEL_MAX_ARGS];
};

struct model_seq {
	u32 nr;
	struct model_step step[MODEL_MAX_STEPS];
};

/* Which operations are drawn; those of none of these always are. */
#define MODEL_LOGS 0x01	  /* the log can be read */
#define MODEL_MANUAL 0x02 /* ... and cleared apart from that */
#define MODEL_RINGS 0x04
#define MODEL_LIVE 0x08 /* vCPUs that wait in the middle of a record */
#define MODEL_SLOTS 0x10 /* slots that come, go and move */
#define MODEL_HOST 0x20 /* what the host does to its memory */
#define MODEL_READS 0x40 /* instructions that do not store */
#define MODEL_UNKICKED 0x80 /* not drawn: logs are read beside vCPUs that wait in
			     * guest mode, and these are not kicked before */
#define MODEL_NESTED 0x100 /* stores by nested guests */

struct model_area {
	u32 nr_slots;
	u64 nr_pages[MODEL_MAX_SLOTS];
	u32 huge_pages; /* of a huge mapping, for its edges */
};

/* @nr steps (at most MODEL_MAX_STEPS), the same for the same seed. */
void model_seq_draw(struct model_seq *seq, u64 seed, u32 nr, u32 groups,
		    const struct model_area *area);

/* "write:v0:s1:p0:f60:c8:o0", and sequences with commas in between; false if
 * @room is too small. */
bool model_seq_print(const struct model_seq *seq, char *to, size_t room);
bool model_seq_parse(struct model_seq *seq, const char *text);

/* @step becomes one that does about the same and is simpler; false: none is. */
bool model_simplify(struct model_step *step);

u32 model_op_nr_args(u32 op);

/* The argument called @letter; 0 if the operation has none. */
u32 model_arg(const struct model_step *step, char letter);

#endif
