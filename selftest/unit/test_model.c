// SPDX-License-Identifier: GPL-2.0-only
/* Sequences of operations as data: drawn, printed, read back, shrunk. */
#include <stdlib.h>
#include <string.h>

#include "host/model/model_shrink.h"
#include "selftest/unit/unit.h"

static const struct model_area area = {
	.nr_slots = 3,
	.nr_pages = { 131, 579, 64 },
	.huge_pages = 512,
};

static struct model_seq seq, again;
static char text[MODEL_MAX_STEPS * 64];

static bool same(const struct model_seq *a, const struct model_seq *b)
{
	return a->nr == b->nr &&
	       !memcmp(a->step, b->step, a->nr * sizeof(*a->step));
}

static bool parses(const char *steps)
{
	return model_seq_parse(&again, steps);
}

static void draws(void)
{
	u32 seen[NR_MODEL_OPS] = { 0 };
	bool within = true, none = true;

	model_seq_draw(&seq, 1, 500, ~0u, &area);
	model_seq_draw(&again, 1, 500, ~0u, &area);
	check(same(&seq, &again), "a-seed-is-a-sequence");
	model_seq_draw(&again, 2, 500, ~0u, &area);
	check(seq.nr == 500 && !same(&seq, &again), "seeds-differ");
	for (u32 i = 0; i < seq.nr; i++) {
		const struct model_step *s = &seq.step[i];
		u32 slot = model_arg(s, 's');

		seen[s->op]++;
		within &= slot < area.nr_slots &&
			  model_arg(s, 'f') < area.nr_pages[slot];
	}
	check(within, "pages-are-of-the-slot");
	within = true;
	for (u32 op = 0; op < NR_MODEL_OPS; op++)
		within &= seen[op] > 0;
	check(within && seen[MODEL_BEGIN] == 1, "every-operation-is-drawn");
	model_seq_draw(&seq, 1, 500, MODEL_LOGS, &area);
	for (u32 i = 0; i < seq.nr; i++)
		none &= seq.step[i].op != MODEL_CLEAR &&
			seq.step[i].op != MODEL_START &&
			seq.step[i].op != MODEL_TAKE;
	check(none, "other-groups-are-not");
}

static void texts(void)
{
	model_seq_draw(&seq, 3, 200, ~0u, &area);
	check(model_seq_print(&seq, text, sizeof(text)) && parses(text) &&
		      same(&seq, &again),
	      "what-is-printed-is-read-back");
	check(!model_seq_print(&seq, text, 100), "too-long-is-said");
	check(parses("harvest,take:v1:n7") && again.nr == 2 &&
		      model_arg(&again.step[1], 'n') == 7 &&
		      !model_arg(&again.step[1], 's'),
	      "arguments-have-letters");
	check(!parses("") && !parses("harvest,") && !parses("harvests") &&
		      !parses("take:v1") && !parses("take:n7:v1") &&
		      !parses("take:v1:n-7") && !parses("reset:s0") &&
		      !parses("take:v1:n7x"),
	      "nonsense-is-not-read");
}

/* Fails with a store to page 5 or above, and a harvest some time after it. */
static bool stored_and_harvested(void *ctx, const struct model_seq *s, u32 *nr)
{
	bool stored = false;

	(*(u32 *)ctx)++;
	for (u32 i = 0; i < s->nr; i++) {
		if (s->step[i].op == MODEL_HARVEST && stored) {
			*nr = i + 1;
			return true;
		}
		stored |= s->step[i].op == MODEL_WRITE &&
			  model_arg(&s->step[i], 'f') >= 5;
	}
	return false;
}

static bool begun(void *ctx, const struct model_seq *s, u32 *nr)
{
	(void)ctx;
	for (*nr = 1; *nr <= s->nr; ++*nr)
		if (s->step[*nr - 1].op == MODEL_START ||
		    s->step[*nr - 1].op == MODEL_WRITE)
			return true;
	return false;
}

static void simplifies(void)
{
	struct model_shrink s = { .fails = begun, .most_tries = 1000 };

	parses("harvest,start:v1:s2:p3:f7:c100:n9,stop:v1");
	model_shrink(&s, &again);
	model_seq_print(&again, text, sizeof(text));
	check(!strcmp(text, "write:v0:s0:p0:f0:c0:o0"),
	      "a-simpler-operation-is-left");
}

static void shrinks(void)
{
	u32 nr_calls = 0;
	struct model_shrink s = { .fails = stored_and_harvested,
				  .ctx = &nr_calls,
				  .most_tries = 1000 };

	model_seq_draw(&seq, 4, 300, ~0u, &area);
	model_shrink(&s, &seq);
	model_seq_print(&seq, text, sizeof(text));
	check(!strcmp(text, "write:v0:s0:p0:f5:c0:o0,harvest"),
	      "the-shortest-is-left");
	check(s.nr_tries == nr_calls && nr_calls < 100, "tries-are-few");
	s.nr_tries = 0;
	s.most_tries = 3;
	model_seq_draw(&seq, 4, 300, ~0u, &area);
	model_shrink(&s, &seq);
	nr_calls = 0;
	check(s.nr_tries == 3 &&
		      stored_and_harvested(&nr_calls, &seq, &s.nr_tries),
	      "without-tries-it-still-fails");
}

int main(void)
{
	unit_begin("model");
	draws();
	texts();
	shrinks();
	simplifies();
	return unit_end();
}
