// SPDX-License-Identifier: GPL-2.0-only
#include "host/model/model_seq.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/rng.h"

#define NR_PATTERNS_USED 6
/* These stores; then a nested one, an instruction that reads, and other storers. */
#define NR_INSTRUCTIONS 3
#define NR_STORERS 4
#define NR_BEGINNINGS 5
#define NR_PLACES 4

/* For each operation: how often it is drawn, and for which group. */
static const struct {
	const char *name, *args;
	u32 weight, groups;
} ops[NR_MODEL_OPS] = {
	[MODEL_BEGIN] = { "begin", "b", 0, 0 },
	[MODEL_WRITE] = { "write", "vspfco", 24, 0 },
	[MODEL_START] = { "start", "vspfcn", 5, MODEL_LIVE },
	[MODEL_MORE] = { "more", "vn", 8, MODEL_LIVE },
	[MODEL_STOP] = { "stop", "v", 8, MODEL_LIVE },
	[MODEL_KICK] = { "kick", "", 1, MODEL_LIVE },
	[MODEL_HARVEST] = { "harvest", "", 10, 0 },
	[MODEL_FETCH] = { "fetch", "s", 5, MODEL_LOGS },
	[MODEL_CLEAR] = { "clear", "sfcm", 8, MODEL_MANUAL },
	[MODEL_TAKE] = { "take", "vn", 6, MODEL_RINGS },
	[MODEL_RESET] = { "reset", "", 4, MODEL_RINGS },
	[MODEL_ON] = { "on", "s", 6, 0 },
	[MODEL_OFF] = { "off", "s", 3, 0 },
	[MODEL_AGAIN] = { "again", "s", 1, 0 },
	[MODEL_DELETE] = { "delete", "s", 2, MODEL_SLOTS },
	[MODEL_CREATE] = { "create", "sl", 8, MODEL_SLOTS },
	[MODEL_MOVE] = { "move", "sg", 2, MODEL_SLOTS },
	[MODEL_DROP] = { "drop", "sfc", 4, MODEL_HOST },
	[MODEL_FILL] = { "fill", "sfc", 3, MODEL_HOST },
	[MODEL_PROTECT] = { "protect", "sfc", 4, MODEL_ACCESS },
	[MODEL_GUARD] = { "guard", "sfc", 4, MODEL_GUARDS },
	[MODEL_SMI] = { "smi", "f", 4, MODEL_STORERS },
};

u32 model_op_nr_args(u32 op)
{
	return strlen(ops[op].args);
}

u32 model_arg(const struct model_step *step, char letter)
{
	const char *at = strchr(ops[step->op].args, letter);

	return at ? step->arg[at - ops[step->op].args] : 0;
}

bool model_simplify(struct model_step *step)
{
	/* The arguments of all operations have the same order. */
	if (step->op == MODEL_START) {
		step->op = MODEL_WRITE;
		step->arg[5] = 0;
		return true;
	}
	if (step->op == MODEL_FETCH) {
		step->op = MODEL_HARVEST;
		return true;
	}
	return false;
}

/* What a draw knows of the machine, so that a step rarely does nothing. */
struct plan {
	struct rng rng;
	u32 groups;
	const struct model_area *area;
	bool deleted[MODEL_MAX_SLOTS], off[MODEL_MAX_SLOTS];
	bool busy[MODEL_MAX_VCPUS];
	u32 first[MODEL_MAX_SLOTS]; /* page of the last step about this slot */
};

static u32 below(struct plan *p, u32 n)
{
	return rng_below(&p->rng, n);
}

/*
 * Draw pages at edges more often than others, and often pages of an earlier
 * step, since a page that is stored to once says little.
 */
static u32 draw_first(struct plan *p, u32 slot)
{
	const u32 edges[] = { 0, 63, 64, p->area->huge_pages - 1,
			      p->area->huge_pages,
			      p->area->nr_pages[slot] - 1 };
	u32 nr_pages = p->area->nr_pages[slot];
	u32 page = p->first[slot];

	switch (below(p, 4)) {
	case 0:
		page = edges[below(p, ARRAY_LEN(edges))];
		break;
	case 1:
		page = below(p, nr_pages);
		break;
	}
	p->first[slot] = page < nr_pages ? page : 0;
	return p->first[slot];
}

static u32 draw_count(struct plan *p)
{
	static const u32 most[] = { 1, 4, 16, 64, 200 };

	return 1 + below(p, most[below(p, ARRAY_LEN(most))]);
}

static u32 draw_arg(struct plan *p, u32 op, char letter, u32 slot)
{
	switch (letter) {
	case 'b':
		return below(p, NR_BEGINNINGS);
	case 'v':
		return below(p, MODEL_MAX_VCPUS + (op == MODEL_WRITE));
	case 'p':
		/* Runs are as frequent as all other patterns together. */
		return below(p, 2) ? below(p, NR_PATTERNS_USED) : 0;
	case 'f':
		return draw_first(p, slot);
	case 'c':
		return draw_count(p);
	case 'o':
		if (p->groups & MODEL_READS && !below(p, 3))
			return NR_INSTRUCTIONS + 1;
		if (p->groups & MODEL_NESTED && below(p, 2))
			return NR_INSTRUCTIONS;
		if (p->groups & MODEL_STORERS && below(p, 2))
			return NR_INSTRUCTIONS + 2 + below(p, NR_STORERS);
		return below(p, NR_INSTRUCTIONS);
	case 'n':
		return below(p, 1 + below(p, 40));
	case 'm':
		return below(p, 2) * below(p, 4);
	case 'l':
		return (below(p, 8) + 2) / 4;
	case 'g':
		return below(p, NR_PLACES);
	}
	return 0;
}

static u32 draw_op(struct plan *p)
{
	u32 weights = 0;
	u32 at;

	for (u32 i = 0; i < NR_MODEL_OPS; i++)
		if (!(ops[i].groups & ~p->groups))
			weights += ops[i].weight;
	at = below(p, weights);
	for (u32 i = 0; ; i++) {
		if (ops[i].groups & ~p->groups)
			continue;
		if (at < ops[i].weight)
			return i;
		at -= ops[i].weight;
	}
}

static void draw_step(struct plan *p, u32 op, struct model_step *step)
{
	/* The slot comes first, as pages are drawn for it. */
	u32 drawn = below(p, p->area->nr_slots);
	const char *letter = ops[op].args;
	/* Without one it is the first. */
	u32 slot = strchr(letter, 's') ? drawn : 0;

	*step = (struct model_step){ .op = op };
	for (u32 i = 0; letter[i]; i++)
		step->arg[i] = letter[i] == 's' ?
				       slot :
				       draw_arg(p, op, letter[i], slot);
}

/* False if the step would do nothing. */
static bool keep(struct plan *p, const struct model_step *step)
{
	u32 slot = model_arg(step, 's');
	u32 vcpu = model_arg(step, 'v');

	switch (step->op) {
	case MODEL_WRITE:
		return !p->deleted[slot] &&
		       (vcpu < MODEL_MAX_VCPUS ? !p->busy[vcpu] :
						 !p->busy[0] && !p->busy[1]);
	case MODEL_START:
		/*
		 * Only one vCPU waits at a time: it spins, and so takes a CPU.
		 */
		if (p->deleted[slot] || p->busy[0] || p->busy[1])
			return false;
		p->busy[vcpu] = true;
		return true;
	case MODEL_MORE:
		return p->busy[vcpu];
	case MODEL_STOP:
		if (!p->busy[vcpu])
			return false;
		p->busy[vcpu] = false;
		return true;
	case MODEL_KICK:
		return p->busy[0] || p->busy[1];
	case MODEL_ON:
	case MODEL_OFF:
		if (p->deleted[slot] || p->off[slot] != (step->op == MODEL_ON))
			return false;
		p->off[slot] = step->op == MODEL_OFF;
		return true;
	case MODEL_DELETE:
		if (p->deleted[slot])
			return false;
		p->deleted[slot] = true;
		return true;
	case MODEL_CREATE:
		if (!p->deleted[slot])
			return false;
		p->deleted[slot] = false;
		p->off[slot] = !model_arg(step, 'l');
		return true;
	case MODEL_FETCH:
	case MODEL_CLEAR:
		return !p->deleted[slot] && !p->off[slot];
	case MODEL_AGAIN:
	case MODEL_MOVE:
		return !p->deleted[slot];
	}
	return true;
}

void model_seq_draw(struct model_seq *seq, u64 seed, u32 nr, u32 groups,
		    const struct model_area *area)
{
	struct plan p = { .groups = groups, .area = area };

	rng_seed(&p.rng, seed);
	draw_step(&p, MODEL_BEGIN, &seq->step[0]);
	for (seq->nr = 1; seq->nr < nr && seq->nr < MODEL_MAX_STEPS;) {
		draw_step(&p, draw_op(&p), &seq->step[seq->nr]);
		seq->nr += keep(&p, &seq->step[seq->nr]);
	}
}

bool model_seq_print(const struct model_seq *seq, char *to, size_t room)
{
	size_t at = 0;

	if (room)
		*to = 0;
	for (u32 i = 0; i < seq->nr; i++) {
		const struct model_step *step = &seq->step[i];
		const char *letter = ops[step->op].args;

		at += snprintf(to + at, room - at, "%s%s", i ? "," : "",
			       ops[step->op].name);
		for (u32 k = 0; at < room && letter[k]; k++)
			at += snprintf(to + at, room - at, ":%c%u", letter[k],
				       step->arg[k]);
		if (at >= room)
			return false;
	}
	return true;
}

/* Read one step at *@text, and move *@text past it. */
static bool parse_step(struct model_step *step, const char **text)
{
	u32 length = strcspn(*text, ":,");
	const char *letter;

	for (step->op = 0; step->op < NR_MODEL_OPS; step->op++)
		if (strlen(ops[step->op].name) == length &&
		    !strncmp(*text, ops[step->op].name, length))
			break;
	if (step->op == NR_MODEL_OPS)
		return false;
	*text += length;
	letter = ops[step->op].args;
	for (u32 i = 0; letter[i]; i++) {
		char *end;

		if (*(*text)++ != ':' || *(*text)++ != letter[i] ||
		    **text < '0' || **text > '9')
			return false;
		step->arg[i] = strtoul(*text, &end, 10);
		*text = end;
	}
	return true;
}

bool model_seq_parse(struct model_seq *seq, const char *text)
{
	memset(seq, 0, sizeof(*seq));
	while (seq->nr < MODEL_MAX_STEPS) {
		if (!parse_step(&seq->step[seq->nr++], &text))
			return false;
		if (!*text)
			return true;
		if (*text++ != ',')
			return false;
	}
	return false;
}
