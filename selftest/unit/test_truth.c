// SPDX-License-Identifier: GPL-2.0-only
/*
 * The firmware payload's command block, and what memory holds after it: compared
 * with a plain replay of every store.
 */
#include <stdlib.h>
#include <string.h>

#include "lib/abi.h"
#include "lib/truth.h"
#include "selftest/unit/unit.h"

static const char *parse(struct command *c, const char *text)
{
	const char *wrong;

	command_default(c);
	wrong = command_parse(c, text, strlen(text));
	return wrong ? wrong : command_check(c);
}

static void commands(void)
{
	static const char *const bad[] = {
		"pages", "pages=", "pages=0", "pages=1x", "pages=4294967296",
		"vcpus=0", "vcpus=17", "pattern=runs", "pattern=ru", "rate=1,",
		"rate=,1", "rate=1;2", "lie=1024", "trap=1024", "seed=0x", "zero=-1",
		"nonsense=1",
		"seed=18446744073709551616", "first=1024",
		"rate=1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1",
	};
	struct command c;
	bool ok = true;

	check(!parse(&c, "") && c.vcpus == 1 && !c.lies, "empty");
	check(!parse(&c, "# rate=x\n  vcpus=3\tpages=0x10 pattern=reverse\r\n"
			 "seed=18446744073709551615 rate=5,0 lie=7 seconds=9 looks=0 zero=3") &&
		      c.vcpus == 3 && c.pages == 16 && c.seed == UINT64_MAX &&
		      c.pattern == PATTERN_REVERSE && c.rate[0] == 5 &&
		      c.rate[1] == 0 && c.rate[2] == 0 && c.lies &&
		      c.lie == 7 && c.seconds == 9 && !c.looks && c.zero == 3,
	      "every-key");
	for (u32 i = 0; i < ARRAY_LEN(bad); i++)
		if (!parse(&c, bad[i]))
			ok = note("'%s' is taken for good", bad[i]);
	check(ok, "bad-words");
	command_default(&c);
	check(!command_parse(&c, "pages=5\0pages=x", 15) && c.pages == 5,
	      "ends-at-nul");
	command_default(&c);
	check(!command_parse(&c, "pages=512", 7) && c.pages == 5,
	      "ends-where-the-room-ends");
}

static bool same(const struct command *c, u32 vcpu, u64 stores)
{
	u64 *must = malloc(c->pages * sizeof(*must));
	u64 *plain = calloc(c->pages, sizeof(*plain));
	struct pattern_spec spec = command_spec(c, vcpu);
	struct pattern p;
	bool equal;

	truth_start(&p, &spec);
	for (u64 n = 1; n <= stores; n++)
		plain[truth_next(&p)] =
			c->zero && n % c->zero == 0 ? 0 : abi_value(vcpu, n);
	truth_pages(c, vcpu, stores, must);
	equal = !memcmp(must, plain, c->pages * sizeof(*must));
	free(must);
	free(plain);
	return equal;
}

/* One page too few, just right, and too many, of one cycle and of two */
static void replays(void)
{
	struct command c;

	command_default(&c);
	c.pages = 130;
	c.step = 3;
	for (c.pattern = 0; c.pattern < NR_PATTERNS; c.pattern++) {
		struct pattern_spec spec = command_spec(&c, 1);
		u32 cycle = truth_cycle(&spec);
		bool ok = true;

		for (u64 n = 0; n < 3; n++)
			for (u64 i = 0; i < 3; i++)
				if (n * cycle + i &&
				    !same(&c, 1, n * cycle + i - 1))
					ok = note("after %lu cycles and %lu",
						  n, i - 1);
		ok &= same(&c, 2, 1000);
		check(ok, pattern_name(c.pattern));
	}
}

/* Two rounds of 130 pages: 3 does not divide 130, so that other pages are zero. */
static void zeros(void)
{
	struct command c;

	check(!parse(&c, "pages=130 zero=3 pattern=run") && same(&c, 1, 130) &&
		      same(&c, 1, 260) && truth_value(&c, 1, 3) == 0 &&
		      truth_value(&c, 1, 4) == abi_value(1, 4),
	      "each-third-is-zero");
}

int main(void)
{
	unit_begin("test_truth");
	commands();
	replays();
	zeros();
	return unit_end();
}
