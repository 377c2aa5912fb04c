// SPDX-License-Identifier: GPL-2.0-only
#include "host/model/model_shrink.h"

#include <string.h>

/* If @shorter fails, too, replace @seq by it. True if so. */
static bool take(struct model_shrink *s, struct model_seq *seq,
		 const struct model_seq *shorter)
{
	u32 nr = shorter->nr;

	if (s->nr_tries >= s->most_tries)
		return false;
	s->nr_tries++;
	if (!s->fails(s->ctx, shorter, &nr))
		return false;
	*seq = *shorter;
	if (nr < seq->nr)
		seq->nr = nr;
	return true;
}

static bool without(struct model_shrink *s, struct model_seq *seq, u32 first,
		    u32 nr)
{
	static struct model_seq shorter;

	shorter = *seq;
	memmove(&shorter.step[first], &shorter.step[first + nr],
		(seq->nr - first - nr) * sizeof(*shorter.step));
	shorter.nr -= nr;
	return take(s, seq, &shorter);
}

/*
 * From the end to the beginning, since a step depends on the steps before it.
 */
static bool drop_chunks(struct model_shrink *s, struct model_seq *seq,
			u32 chunk)
{
	bool dropped = false;
	u32 end = seq->nr;

	while (end) {
		u32 first = end > chunk ? end - chunk : 0;

		dropped |= without(s, seq, first, end - first);
		/* The sequence may have become shorter than that. */
		end = first < seq->nr ? first : seq->nr;
	}
	return dropped;
}

static bool smaller_number(struct model_shrink *s, struct model_seq *seq,
			   u32 step, u32 i)
{
	u32 was = seq->step[step].arg[i];
	static struct model_seq smaller;
	/* Try 0 first; then come closer to it by ever smaller steps. */
	u32 by = was;

	while (by) {
		smaller = *seq;
		smaller.step[step].arg[i] -= by;
		if (!take(s, seq, &smaller))
			by /= 2;
		else if (step >= seq->nr)
			break;
		else if (by > seq->step[step].arg[i])
			by = seq->step[step].arg[i];
	}
	return step < seq->nr && seq->step[step].arg[i] < was;
}

static bool smaller_numbers(struct model_shrink *s, struct model_seq *seq)
{
	bool smaller = false;

	for (u32 step = 0; step < seq->nr; step++)
		for (u32 i = 0; step < seq->nr &&
				i < model_op_nr_args(seq->step[step].op); i++)
			smaller |= smaller_number(s, seq, step, i);
	return smaller;
}

static bool simpler_steps(struct model_shrink *s, struct model_seq *seq)
{
	static struct model_seq simpler;
	bool any = false;

	for (u32 step = 0; step < seq->nr; step++) {
		simpler = *seq;
		if (model_simplify(&simpler.step[step]))
			any |= take(s, seq, &simpler);
	}
	return any;
}

void model_shrink(struct model_shrink *s, struct model_seq *seq)
{
	bool smaller = true;

	for (u32 chunk = seq->nr / 2; chunk > 1; chunk /= 2)
		drop_chunks(s, seq, chunk);
	while (smaller && s->nr_tries < s->most_tries) {
		while (drop_chunks(s, seq, 1))
			;
		smaller = simpler_steps(s, seq) | smaller_numbers(s, seq);
	}
}
