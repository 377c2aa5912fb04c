// SPDX-License-Identifier: GPL-2.0-only
/* Which specifications of a pattern are valid, the largest area, and names. */
#include <string.h>

#include "lib/pattern.h"
#include "selftest/unit/unit.h"

static void invalid(void)
{
	static const struct {
		struct pattern_spec spec;
		bool valid;
		const char *name;
	} rows[] = {
		{ { PATTERN_RUN, 64, 0, 63, 0, 0, 0 }, true, "first-is-last" },
		{ { PATTERN_RUN, 64, 0, 64, 0, 0, 0 }, false, "first-is-past" },
		{ { PATTERN_RANDOM, 64, 0, 64, 0, 0, 0 },
		  false,
		  "unused-first-is-past" },
		{ { PATTERN_RUN, 0, 0, 0, 0, 0, 0 }, false, "no-pages" },
		{ { PATTERN_RUN, 64, 0, 0, 0, 1, 0 }, false, "reserved" },
		{ { NR_PATTERNS, 64, 0, 0, 0, 0, 0 }, false, "no-such-kind" },
		{ { ~0u, 64, 0, 0, 0, 0, 0 }, false, "no-such-kind-at-all" },
		{ { PATTERN_HOT, 64, 0, 60, 4, 0, 0 }, true, "hot-to-the-end" },
		{ { PATTERN_HOT, 64, 0, 60, 5, 0, 0 }, false, "hot-past-it" },
		{ { PATTERN_HOT, 64, 0, 60, ~0u, 0, 0 },
		  false,
		  "hot-wraps-around" },
		{ { PATTERN_SLOT_END, 64, 0, 0, 64, 0, 0 },
		  true,
		  "slot-end-is-all" },
		{ { PATTERN_SLOT_END, 64, 0, 0, 65, 0, 0 },
		  false,
		  "slot-end-is-more" },
		{ { PATTERN_STRADDLE, 1, 1, 0, 0, 0, 0 },
		  false,
		  "straddle-of-one-page" },
		{ { PATTERN_STRADDLE, 2, 0, 0, 0, 0, 0 },
		  true,
		  "straddle-of-two-pages" },
		{ { PATTERN_STRADDLE, 64, 0, 63, 0, 0, 0 },
		  false,
		  "straddle-from-the-last-page" },
		{ { PATTERN_HUGE_EDGE, 64, 0, 0, 2, 0, 0 },
		  true,
		  "huge-pages-of-two" },
		{ { PATTERN_HUGE_EDGE, 64, 0, 0, 1, 0, 0 },
		  false,
		  "huge-pages-of-one" },
		{ { PATTERN_HUGE_EDGE, 64, 0, 0, 0, 0, 0 },
		  false,
		  "huge-pages-of-none" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char name[64];

		snprintf(name, sizeof(name), "%s/%s",
			 rows[i].valid ? "accepts" : "refuses", rows[i].name);
		check(pattern_valid(&rows[i].spec) == rows[i].valid, name);
	}
}

/* The last pages of the largest area there can be: nothing may wrap. */
static void largest_area(void)
{
	struct pattern_spec spec = {
		.kind = PATTERN_STRIDE,
		.nr_pages = ~0u,
		.first = 5,
		.step = 1u << 31,
	};
	struct pattern p;
	u32 a = 0, b = 0, c = 0, all = 0;

	pattern_start(&p, &spec);
	check(pattern_next(&p, &a) && a == 5 && pattern_next(&p, &b) &&
		      b == (1u << 31) + 5 && !pattern_next(&p, &c),
	      "stride-2^31");

	spec.kind = PATTERN_PERMUTE;
	pattern_start(&p, &spec);
	for (int i = 0; i < 64 && pattern_next(&p, &a); i++)
		all |= a;
	check(pattern_length(&spec) == ~0u && all == ~0u,
	      "permutation-of-2^32-1");

	spec.kind = PATTERN_WORD_EDGE;
	check(pattern_length(&spec) == (1u << 27) - 1, "word-edges-of-2^32-1");

	spec.kind = PATTERN_HUGE_EDGE;
	spec.step = 2048;
	check(pattern_length(&spec) == (1u << 22) - 1,
	      "huge-edges-of-2048-in-2^32-1");
}

static void names(void)
{
	bool ok = true;

	for (u32 i = 0; i < NR_PATTERNS; i++) {
		ok &= pattern_name(i) && *pattern_name(i);
		for (u32 j = 0; ok && j < i; j++)
			ok = strcmp(pattern_name(i), pattern_name(j));
	}
	check(ok, "each-kind-has-a-name");
	check(!pattern_name(NR_PATTERNS) && !pattern_name(~0u),
	      "no-other-kind-has-one");
}

int main(void)
{
	unit_begin("pattern-spec");
	invalid();
	largest_area();
	names();
	return unit_end();
}
