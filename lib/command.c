// SPDX-License-Identifier: GPL-2.0-only
#include "lib/command.h"
#include "lib/rng.h"

void command_default(struct command *c)
{
	*c = (struct command){ .vcpus = 1, .pages = 1024,
			       .pattern = PATTERN_PERMUTE, .seed = 1,
			       .looks = 500 };
	for (u32 i = 0; i < COMMAND_MAX_VCPUS; i++)
		c->rate[i] = 1000;
}

/* One word of the text: at is the first character that is not read yet. */
struct word {
	const char *at, *end;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* True, with @key read, if the rest of the word begins with @key. */
static bool take(struct word *w, const char *key)
{
	const char *at = w->at;

	for (; *key; key++, at++)
		if (at == w->end || *at != *key)
			return false;
	w->at = at;
	return true;
}

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return 16;
}

/* Read a number of at most @most, decimal or with 0x.  False: there is none. */
static bool take_number(struct word *w, u64 most, u64 *value)
{
	u32 base = take(w, "0x") ? 16 : 10;
	const char *begin = w->at;

	*value = 0;
	for (; w->at < w->end && digit_of(*w->at) < (int)base; w->at++) {
		u64 digit = digit_of(*w->at);

		if (*value > (most - digit) / base)
			return false;
		*value = *value * base + digit;
	}
	return w->at > begin;
}

static bool take_u32(struct word *w, u32 *to)
{
	u64 value;

	if (!take_number(w, UINT32_MAX, &value) || w->at != w->end)
		return false;
	*to = value;
	return true;
}

static bool take_rates(struct word *w, u32 *rate)
{
	u64 value;

	for (u32 i = 0; i < COMMAND_MAX_VCPUS; i++) {
		if (!take_number(w, 100000000, &value))
			return false;
		for (u32 v = i; v < COMMAND_MAX_VCPUS; v++)
			rate[v] = value;
		if (w->at == w->end)
			return true;
		if (!take(w, ","))
			return false;
	}
	return false;
}

static bool take_pattern(struct word *w, u32 *kind)
{
	for (u32 i = 0; pattern_name(i); i++) {
		struct word again = *w;

		if (take(&again, pattern_name(i)) && again.at == again.end) {
			*kind = i;
			return true;
		}
	}
	return false;
}

static bool take_word(struct command *c, struct word *w, const char **wrong)
{
	*wrong = "a value is not a number, or too large";
	if (take(w, "vcpus="))
		return take_u32(w, &c->vcpus);
	if (take(w, "pages="))
		return take_u32(w, &c->pages);
	if (take(w, "first="))
		return take_u32(w, &c->first);
	if (take(w, "step="))
		return take_u32(w, &c->step);
	if (take(w, "seconds="))
		return take_u32(w, &c->seconds);
	if (take(w, "looks="))
		return take_u32(w, &c->looks);
	if (take(w, "zero="))
		return take_u32(w, &c->zero);
	if (take(w, "seed="))
		return take_number(w, UINT64_MAX, &c->seed) && w->at == w->end;
	if (take(w, "serial="))
		return take_number(w, UINT64_MAX, &c->serial) && w->at == w->end;
	if (take(w, "lie=")) {
		c->lies = true;
		return take_u32(w, &c->lie);
	}
	if (take(w, "trap=")) {
		c->traps = true;
		return take_u32(w, &c->trap);
	}
	if (take(w, "rate="))
		return take_rates(w, c->rate);
	*wrong = "unknown pattern";
	if (take(w, "pattern="))
		return take_pattern(w, &c->pattern);
	*wrong = "unknown word; the words are: vcpus= pages= pattern= first= "
		 "step= seed= rate= seconds= looks= zero= lie= trap= serial=";
	return false;
}

const char *command_parse(struct command *c, const char *text, size_t bytes)
{
	const char *end = text, *wrong;

	while (end < text + bytes && *end)
		end++;
	while (text < end) {
		struct word w = { .at = text };

		if (*text == '#') {
			while (text < end && *text != '\n')
				text++;
			continue;
		}
		if (is_blank(*text)) {
			text++;
			continue;
		}
		while (text < end && !is_blank(*text))
			text++;
		w.end = text;
		if (!take_word(c, &w, &wrong))
			return wrong;
	}
	return NULL;
}

struct pattern_spec command_spec(const struct command *c, u32 vcpu)
{
	return (struct pattern_spec){
		.kind = c->pattern,
		.nr_pages = c->pages,
		.first = c->first,
		.step = c->step,
		.seed = rng_derive(c->seed, vcpu),
	};
}

const char *command_check(const struct command *c)
{
	struct pattern_spec spec = command_spec(c, 0);

	if (!c->vcpus || c->vcpus > COMMAND_MAX_VCPUS)
		return "vcpus is not from 1 to 16";
	if (!pattern_valid(&spec))
		return "pages, first and step do not fit the pattern";
	if (c->lies && c->lie >= c->pages)
		return "lie is not below pages";
	if (c->traps && c->trap >= c->pages)
		return "trap is not below pages";
	return NULL;
}
