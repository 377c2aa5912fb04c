// SPDX-License-Identifier: GPL-2.0-only
#include "vmm/period.h"

#include <stdio.h>
#include <string.h>

#include "verdict/verdict.h"

#define PAGES_PER_MIB 256ull

void periods_init(struct periods *p, const char *path, u64 now_ms)
{
	*p = (struct periods){ .looked_ms = now_ms };
	snprintf(p->path, sizeof(p->path), "%s", path);
}

static void read_line(struct periods *p, u64 now_ms)
{
	const char *rate = strstr(p->line, "dirtyrate_do_calculate_vcpu ");
	const char *sleep = strstr(p->line, "dirtylimit_vcpu_execute ");
	struct period new = { .after_ms = p->looked_ms, .before_ms = now_ms };
	u32 vcpu;

	if (rate && sscanf(rate, "%*s vcpu[%u]: %lu MB/s", &new.vcpu,
			   &new.mib_s) == 2) {
		if (p->nr == PERIODS_MAX)
			verdict_error("QEMU tells of more than %u periods",
				      PERIODS_MAX);
		p->period[p->nr++] = new;
	} else if (sleep && sscanf(sleep, "%*s CPU[%u]", &vcpu) == 1 &&
		   vcpu < ARRAY_LEN(p->nr_sleeps)) {
		p->nr_sleeps[vcpu]++;
	}
}

void periods_feed(struct periods *p, const char *text, u64 bytes, u64 now_ms)
{
	for (u64 i = 0; i < bytes; i++) {
		if (text[i] != '\n') {
			if (p->length < sizeof(p->line) - 1)
				p->line[p->length++] = text[i];
			continue;
		}
		p->line[p->length] = 0;
		p->length = 0;
		read_line(p, now_ms);
	}
}

void periods_look(struct periods *p, u64 now_ms)
{
	FILE *file = fopen(p->path, "r");
	char text[4096];
	size_t n;

	if (file && !fseek(file, p->at, SEEK_SET))
		while ((n = fread(text, 1, sizeof(text), file))) {
			p->at += n;
			periods_feed(p, text, n, now_ms);
		}
	if (file)
		fclose(file);
	p->looked_ms = now_ms;
}

u32 periods_above(const struct periods *p, u32 vcpu, u64 mib_s)
{
	u32 nr = 0;

	for (u32 i = 0; i < p->nr; i++)
		nr += p->period[i].vcpu == vcpu && p->period[i].mib_s > mib_s;
	return nr;
}

u32 periods_below(const struct periods *p, u32 vcpu, u64 mib_s)
{
	u32 nr = 0;

	for (u32 i = 0; i < p->nr; i++)
		if (p->period[i].vcpu == vcpu)
			nr = p->period[i].mib_s > mib_s ? 0 : nr + 1;
	return nr;
}

u32 periods_since(const struct periods *p, u32 vcpu, u64 after_ms)
{
	u32 nr = 0;

	for (u32 i = 0; i < p->nr; i++)
		nr += p->period[i].vcpu == vcpu &&
		      p->period[i].after_ms >= after_ms;
	return nr;
}

u64 periods_fastest(const struct periods *p)
{
	u64 most = 0;

	for (u32 i = 0; i < p->nr; i++)
		if (p->period[i].mib_s > most)
			most = p->period[i].mib_s;
	return most;
}

/* The vCPU's period @steps before period @i, NULL if there is none. */
static const struct period *before(const struct periods *p, u32 i, u32 steps)
{
	u32 vcpu = p->period[i].vcpu;

	while (steps && i--)
		steps -= p->period[i].vcpu == vcpu;
	return steps ? NULL : &p->period[i];
}

u64 periods_longest_ms(const struct periods *p, u32 vcpu)
{
	u64 most = 0;

	for (u32 i = 0; i < p->nr; i++) {
		const struct period *b;

		if (p->period[i].vcpu != vcpu || !(b = before(p, i, 2)))
			continue;
		if (p->period[i].before_ms - b->after_ms > most)
			most = p->period[i].before_ms - b->after_ms;
	}
	return most;
}

struct pages periods_pages(const struct periods *p, u32 vcpu, u64 from_ms,
			   u64 to_ms, u64 asked_ms)
{
	struct pages sum = { 0, 0 };

	for (u32 i = 0; i < p->nr; i++) {
		const struct period *of = &p->period[i];
		const struct period *last, *last_but_one;

		if (of->vcpu != vcpu || !(last = before(p, i, 1)))
			continue;
		last_but_one = before(p, i, 2);
		/* The ring was emptied between the last line and this one, and
		 * before that between the two before this one. */
		if (of->before_ms >= from_ms &&
		    (!last_but_one || last_but_one->after_ms < to_ms)) {
			u64 took = of->before_ms - last->after_ms;

			sum.most += ((of->mib_s + 1) * took / 1000 + 2) *
				    PAGES_PER_MIB;
		}
		if (last_but_one && last_but_one->after_ms >= from_ms &&
		    of->before_ms <= to_ms)
			sum.least += of->mib_s * asked_ms * PAGES_PER_MIB / 1000;
	}
	return sum;
}

u32 periods_to_hold(const struct periods *p, u32 vcpu, u64 limit_mib_s,
		    u32 ring)
{
	u64 mib = ring / PAGES_PER_MIB, fastest = periods_fastest(p);
	u64 above = limit_mib_s + DEAD_BAND_MIB_S, sleep_us, step_us;

	if (!mib || !fastest || above <= 2 * mib ||
	    limit_mib_s > DEAD_BAND_MIB_S)
		return 0;
	sleep_us = mib * periods_longest_ms(p, vcpu) * 1000 / (above - 2 * mib);
	step_us = mib * 1000000 / fastest / 10;
	/* QEMU's longest sleep: DIRTYLIMIT_THROTTLE_PCT_MAX. */
	if (!step_us || sleep_us > mib * 1000000 / fastest * 99)
		return 0;
	/* The period that runs when the sleep changes still has the old one. */
	return sleep_us / step_us + 2;
}
