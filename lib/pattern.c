// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each pattern is a function from a position in one pass to a page, so a walk
 * keeps its position only.  HOT and RANDOM draw from a generator instead.  KVM
 * may emulate the guest's instructions, and a division is slow then: all
 * divisions are in pattern_start().
 */
#include "lib/pattern.h"
#include "lib/rng.h"

#define FEISTEL_ROUNDS 4

/* The spec's step, with 0 replaced by 1. */
static u32 step_of(const struct pattern_spec *spec)
{
	return spec->step ? spec->step : 1;
}

bool pattern_valid(const struct pattern_spec *spec)
{
	if (spec->kind >= NR_PATTERNS || spec->reserved)
		return false;
	if (spec->first >= spec->nr_pages)
		return false;

	switch (spec->kind) {
	case PATTERN_HOT:
		return step_of(spec) <= spec->nr_pages - spec->first;
	case PATTERN_SLOT_END:
		return step_of(spec) <= spec->nr_pages;
	case PATTERN_STRADDLE:
		/* A store to the last page would run out of the area. */
		return spec->first < spec->nr_pages - 1;
	case PATTERN_HUGE_EDGE:
		/* Both sides of an edge would be the same page. */
		return step_of(spec) > 1;
	default:
		return true;
	}
}

/* The number of pages that are the first or the last one of a span. */
static u32 nr_edges(u32 nr_pages, u32 span)
{
	return nr_pages / span * 2 + (nr_pages % span != 0);
}

static u32 edge(u32 at, u32 span)
{
	return (at >> 1) * span + (at & 1 ? span - 1 : 0);
}

static u32 pass_of(const struct pattern_spec *spec)
{
	u32 nr_ahead = spec->nr_pages - spec->first;

	switch (spec->kind) {
	case PATTERN_RUN:
	case PATTERN_REVERSE:
		return nr_ahead;
	case PATTERN_STRIDE:
		return (nr_ahead - 1) / step_of(spec) + 1;
	case PATTERN_STRADDLE:
		return nr_ahead / 2;
	case PATTERN_HOT:
	case PATTERN_SLOT_END:
		return step_of(spec);
	case PATTERN_WORD_EDGE:
		return nr_edges(spec->nr_pages, PATTERN_WORD_PAGES);
	case PATTERN_HUGE_EDGE:
		return nr_edges(spec->nr_pages, step_of(spec));
	default:
		return spec->nr_pages;
	}
}

u32 pattern_length(const struct pattern_spec *spec)
{
	return spec->count ? spec->count : pass_of(spec);
}

void pattern_start(struct pattern *p, const struct pattern_spec *spec)
{
	u32 last = spec->nr_pages - 1;

	p->spec = *spec;
	p->spec.step = step_of(spec);
	p->left = pattern_length(spec);
	p->at = 0;
	p->pass = pass_of(spec);
	p->state = rng_derive(spec->seed, spec->kind);
	p->bits = 0;
	while (last >> p->bits >> p->bits)
		p->bits++;
}

static u32 draw(struct pattern *p, u32 n)
{
	struct rng rng = { .state = p->state };
	u32 page = rng_below(&rng, n);

	p->state = rng.state;
	return page;
}

/*
 * A keyed bijection of 0 .. 2^(2 * bits) - 1.  Each round XORs into one half a
 * number that depends on the other half only.  So each round can be undone, and
 * no two inputs give the same output.
 */
static u32 feistel(const struct pattern *p, u32 x)
{
	u32 mask = (1u << p->bits) - 1;
	u32 left = x >> p->bits;
	u32 right = x & mask;
	u64 keys = p->state;

	for (int round = 0; round < FEISTEL_ROUNDS; round++) {
		u32 mixed = (right ^ (u32)keys) * 0x9e3779b1u;
		u32 next;

		mixed = (mixed ^ mixed >> 15) * 0x85ebca77u;
		next = left ^ (mixed >> 16 & mask);
		left = right;
		right = next;
		keys >>= 16;
	}
	return left << p->bits | right;
}

/*
 * Cycle walking: apply the bijection until the result is a page of the area.
 * The bijection's cycle comes back to a page of the area, at the latest to @at
 * itself, and no other page of the area leads to the same result.  The area is
 * more than a quarter of the bijection's range, so fewer than four steps are
 * needed on average.
 */
static u32 permute(const struct pattern *p, u32 at)
{
	do {
		at = feistel(p, at);
	} while (at >= p->spec.nr_pages);
	return at;
}

bool pattern_next(struct pattern *p, u32 *page)
{
	u32 at = p->at;

	if (!p->left)
		return false;
	p->left--;
	p->at = at + 1 == p->pass ? 0 : at + 1;

	switch (p->spec.kind) {
	case PATTERN_RUN:
		*page = p->spec.first + at;
		break;
	case PATTERN_STRIDE:
		*page = p->spec.first + at * p->spec.step;
		break;
	case PATTERN_REVERSE:
		*page = p->spec.nr_pages - 1 - at;
		break;
	case PATTERN_PERMUTE:
		*page = permute(p, at);
		break;
	case PATTERN_HOT:
		*page = p->spec.first + draw(p, p->spec.step);
		break;
	case PATTERN_RANDOM:
		*page = draw(p, p->spec.nr_pages);
		break;
	case PATTERN_STRADDLE:
		*page = p->spec.first + at * 2;
		break;
	case PATTERN_WORD_EDGE:
		*page = edge(at, PATTERN_WORD_PAGES);
		break;
	case PATTERN_HUGE_EDGE:
		*page = edge(at, p->spec.step);
		break;
	case PATTERN_SLOT_END:
		*page = p->spec.nr_pages - p->spec.step + at;
		break;
	}
	return true;
}

const char *pattern_name(u32 kind)
{
	static const char *const names[NR_PATTERNS] = {
		[PATTERN_RUN] = "run",
		[PATTERN_STRIDE] = "stride",
		[PATTERN_REVERSE] = "reverse",
		[PATTERN_PERMUTE] = "permutation",
		[PATTERN_HOT] = "hot-set",
		[PATTERN_RANDOM] = "random",
		[PATTERN_STRADDLE] = "straddle",
		[PATTERN_WORD_EDGE] = "word-edge",
		[PATTERN_HUGE_EDGE] = "huge-edge",
		[PATTERN_SLOT_END] = "slot-end",
	};

	return kind < NR_PATTERNS ? names[kind] : NULL;
}
