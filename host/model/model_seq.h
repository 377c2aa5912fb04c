/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Sequences of operations on slots, vCPUs and logs, as data: drawn from a seed,
 * printed, read back. Here a step is a name and a few numbers;
 * host/model/model_step.c does it. A step that makes no sense where it stands,
 * such as a store to a deleted slot, does nothing. So every part of a sequence
 * is a sequence.
 */
#ifndef HOST_MODEL_MODEL_SEQ_H
#define HOST_MODEL_MODEL_SEQ_H

#include "lib/types.h"

/*
 * The operations. Their arguments are numbers, each known by a letter; 0 is the
 * simplest value.
 */
enum model_op {
	/*
	 * Always the first step: b is the machine's starting state
	 * (host/model/model_step.c).
	 */
	MODEL_BEGIN,
	/*
	 * vCPU v (2: both at once) obeys a record to its end: instruction o on
	 * c pages of slot s from page f, in pattern p.
	 */
	MODEL_WRITE,
	/*
	 * vCPU v begins such a record of plain stores, does n of them, and
	 * waits in guest mode.
	 */
	MODEL_START,
	MODEL_MORE, /* vCPU v does n more of them */
	MODEL_STOP, /* vCPU v does the rest */
	MODEL_KICK, /* all vCPUs leave guest mode and come back */
	MODEL_HARVEST, /* harvest all slots, as the collector does */
	MODEL_FETCH,   /* harvest slot s alone */
	/*
	 * KVM_CLEAR_DIRTY_LOG of slot s: of the words with pages f to f + c -
	 * 1, every (m + 1)th page.
	 */
	MODEL_CLEAR,
	MODEL_TAKE,  /* take up to n entries of vCPU v's ring */
	MODEL_RESET, /* reset the rings */
	MODEL_ON, MODEL_OFF, /* switch logging of slot s */
	MODEL_AGAIN, /* set slot s again, without a change */
	MODEL_DELETE, /* delete slot s */
	MODEL_CREATE, /* create it again; l = 1: logged, 2: logged and
		       * read-only */
	MODEL_MOVE, /* move it to place g; 0 is its first place */
	MODEL_DROP, /* the host takes pages f to f + c - 1 of slot s away */
	MODEL_FILL, /* the host writes these pages */
	/* the host takes write access to these pages away, and gives it back */
	MODEL_PROTECT,
	MODEL_GUARD, /* the same by userfaultfd */
	MODEL_SMI, /* vCPU 0 enters SMM and stores to page f there */
	NR_MODEL_OPS
};

#define MODEL_MAX_ARGS 6 /* arguments of an operation */
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

/*
 * Groups of operations, for what is drawn. Operations of no group are always
 * drawn.
 */
#define MODEL_LOGS 0x01	  /* the log can be read */
#define MODEL_MANUAL 0x02 /* the log can be cleared apart from reading */
#define MODEL_RINGS 0x04
#define MODEL_LIVE 0x08 /* vCPUs wait within a record, in guest mode */
#define MODEL_SLOTS 0x10 /* slots are deleted, created and moved */
#define MODEL_HOST 0x20 /* the host changes its memory */
#define MODEL_READS 0x40 /* instructions that do not store */
#define MODEL_UNKICKED 0x80 /* no operations: logs are read beside vCPUs that
			     * wait in guest mode, without a kick before */
#define MODEL_NESTED 0x100 /* stores by nested guests */
#define MODEL_STORERS 0x200 /* x86: stores by KVM's emulator, by user mode, in SMM */
#define MODEL_ACCESS 0x400 /* the host changes the access to its memory */
#define MODEL_GUARDS 0x800 /* ... by userfaultfd */
#define MODEL_ALONE 0x1000 /* no operations: a slot that goes takes no other's mappings
			    * along (machine_zap_slot_alone()) */

struct model_area {
	u32 nr_slots;
	u64 nr_pages[MODEL_MAX_SLOTS];
	u32 huge_pages; /* pages of a huge mapping, for its edges */
};

/*
 * Draw @nr steps, at most MODEL_MAX_STEPS. The same seed gives the same steps.
 */
void model_seq_draw(struct model_seq *seq, u64 seed, u32 nr, u32 groups,
		    const struct model_area *area);

/*
 * Print a step, "write:v0:s1:p0:f60:c8:o0", or a sequence, with commas between
 * steps. False if @room is too small.
 */
bool model_seq_print(const struct model_seq *seq, char *to, size_t room);
bool model_seq_parse(struct model_seq *seq, const char *text);

/*
 * Replace @step by a simpler step that does about the same. False: there is
 * none.
 */
bool model_simplify(struct model_step *step);

u32 model_op_nr_args(u32 op);

/* The argument @letter of a step; 0 if its operation has none. */
u32 model_arg(const struct model_step *step, char letter);

#endif
