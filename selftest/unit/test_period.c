// SPDX-License-Identifier: GPL-2.0-only
/*
 * What QEMU tells of its dirty limits, and the bounds that follow, against numbers
 * that were worked out by hand.
 */
#include <stdio.h>
#include <string.h>

#include "selftest/unit/unit.h"
#include "vmm/period.h"

static struct periods p;

static void feed(const char *text, u64 now_ms)
{
	periods_feed(&p, text, strlen(text), now_ms);
	p.looked_ms = now_ms;
}

/* A period of vCPU 0 that ends between the looks at @at_ms - 20 and @at_ms. */
static void ends(u64 at_ms, u64 mib_s)
{
	char line[80];

	snprintf(line, sizeof(line),
		 "dirtyrate_do_calculate_vcpu vcpu[0]: %lu MB/s\n", mib_s);
	p.looked_ms = at_ms - 20;
	feed(line, at_ms);
}

static void lines(void)
{
	periods_init(&p, "/nowhere", 100);
	feed("dirtylimit_set_vcpu CPU[0] set dirty page rate limit 1\n"
	     "dirtyrate_do_calculate_vcpu vcpu[1]: 7",
	     120);
	check(!p.nr, "half-a-line-is-none");
	feed(" MB/s\n12@1700000000.5:dirtylimit_vcpu_execute CPU[1] sleep 9 us\n",
	     140);
	check(p.nr == 1 && p.period[0].vcpu == 1 && p.period[0].mib_s == 7 &&
		      p.period[0].after_ms == 120 &&
		      p.period[0].before_ms == 140 && p.nr_sleeps[1] == 1 &&
		      !p.nr_sleeps[0],
	      "a-rate-and-a-sleep");
	periods_look(&p, 160);
	check(p.nr == 1 && p.looked_ms == 160, "no-file-yet");
}

static bool is(struct pages got, u64 least, u64 most)
{
	return (got.least == least && got.most == most) ||
	       note("%lu to %lu, and not %lu to %lu", got.least, got.most,
		    least, most);
}

static void bounds(void)
{
	periods_init(&p, "/nowhere", 0);
	for (u32 i = 1; i <= 8; i++)
		ends(i * 1100, i == 1 ? 30 : 10);
	check(periods_above(&p, 0, 10) == 1 && periods_above(&p, 0, 9) == 8 &&
		      periods_below(&p, 0, 10) == 7 &&
		      !periods_below(&p, 0, 9) && !periods_above(&p, 1, 0),
	      "above-and-below");
	check(periods_since(&p, 0, 7 * 1100 - 20) == 2 &&
		      periods_since(&p, 0, 7 * 1100 - 19) == 1,
	      "since");
	check(periods_fastest(&p) == 30 && periods_longest_ms(&p, 0) == 2220,
	      "the-longest-has-the-looks");
	/*
	 * From within the third to within the sixth: the most of periods 3 to 7,
	 * as the ring may be emptied long before the sixth is told; the least of
	 * none but the fifth, as it may be emptied at once after the third.
	 */
	check(is(periods_pages(&p, 0, 3000, 6000, 1000), 10 * 256,
		 5 * (11 * 1120 / 1000 + 2) * 256),
	      "pages");
	check(is(periods_pages(&p, 1, 3000, 6000, 1000), 0, 0), "of-another");
}

/* Rates of 40 MiB/s at most, periods of 1000 ms (2020 between the looks), 4 MiB. */
static void steps(void)
{
	periods_init(&p, "/nowhere", 0);
	ends(1000, 40);
	check(!periods_to_hold(&p, 0, 1, 8192), "a-large-ring-promises-nothing");
	ends(2000, 12);
	ends(3000, 9);
	/* 4 MiB * 2020 ms / (26 - 8) MiB/s of sleep, in steps of 10 ms */
	check(periods_to_hold(&p, 0, 1, 1024) == 44 + 2, "steps");
	check(!periods_to_hold(&p, 0, 26, 1024), "above-the-dead-band-nothing");
}

int main(void)
{
	unit_begin("test_period");
	lines();
	bounds();
	steps();
	return unit_end();
}
