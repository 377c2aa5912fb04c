// SPDX-License-Identifier: GPL-2.0-only
/*
 * vCPU 0 keeps the account, beside its own stores.  The other vCPUs hand their
 * seconds to vCPU 0.  Only vCPU 0 touches the serial port.
 */
#include "guest/efi/arch_efi.h"

static u64 next_look;

static void say(const char *word)
{
	text_put("dirtier: ");
	text_put(word);
}

void clerk_begin(void)
{
	const struct command *c = &payload.command;

	serial_init();
	text_end();
	say("boot");
	text_put(" arch=");
	text_put(arch_efi_name);
	text_number("cpus", payload.nr_cpus);
	text_number("vcpus", c->vcpus);
	text_number("pages", c->pages);
	text_put(" pattern=");
	text_put(pattern_name(c->pattern));
	text_number("seed", c->seed);
	text_number("hz", payload.hz);
	text_number("own", payload.nr_own);
	text_end();
	for (u32 v = 0; v < c->vcpus; v++) {
		say("area");
		text_number("vcpu", v);
		text_hex("base", payload.worker[v].area);
		text_number("rate", c->rate[v]);
		text_end();
	}
	text_flush();
	payload.start = arch_efi_ticks();
	for (u32 v = 1; v < c->vcpus; v++) {
		if (arch_efi_start(v))
			continue;
		say("error");
		text_number("cannot start vCPU", v);
		text_end();
		text_flush();
		arch_efi_halt();
	}
	next_look = payload.start;
}

static void tell_bad(struct worker *w)
{
	for (; w->nr_bad_told < w->nr_bad && w->nr_bad_told < MAX_BAD;
	     w->nr_bad_told++) {
		const struct bad *b = &w->bad[w->nr_bad_told];

		say("bad");
		text_number("vcpu", w->vcpu);
		text_number("page", b->page);
		text_hex("address", w->area + b->page * PAGE_BYTES);
		text_hex("holds", b->holds);
		text_hex("must", b->must);
		text_end();
	}
}

/*
 * A vCPU that was stopped before the mark tells in the second in which it goes on
 * by how much it was late, so that second counts.  A record may hold the second
 * before it, too (end_second() in worker.c).
 */
static bool is_after_mark(const struct second *s)
{
	return s->written &&
	       payload.start + (s->number - 1) * payload.hz >=
		       payload.mark + payload.hz;
}

static void tell_mark(void)
{
	for (u32 v = 0; v < payload.command.vcpus; v++)
		if (!payload.worker[v].marked)
			return;
	say("mark");
	text_end();
	payload.mark = 0;
}

static void take_mark(u64 now)
{
	payload.mark = now;
	for (u32 v = 0; v < payload.command.vcpus; v++)
		payload.worker[v].marked = false;
}

static void tell_seconds(struct worker *w)
{
	while (w->nr_got != w->nr_put) {
		struct second s;

		arch_efi_barrier();
		s = w->second[w->nr_got % MAX_SECONDS];
		arch_efi_barrier();
		w->nr_got++;
		say("second");
		text_number("number", s.number);
		text_number("vcpu", w->vcpu);
		text_number("total", s.total);
		text_number("written", s.written);
		text_number("unique", s.unique);
		text_mib("mib", s.unique);
		text_number("late", s.late);
		text_number("forgiven", s.forgiven);
		text_end();
		if (payload.mark && is_after_mark(&s))
			w->marked = true;
	}
}

void clerk_poll(u64 now)
{
	int c;

	if (now < next_look)
		return;
	next_look = now;
	if (payload.command.looks)
		next_look += payload.hz / payload.command.looks;
	for (u32 v = 0; v < payload.command.vcpus; v++) {
		tell_bad(&payload.worker[v]);
		tell_seconds(&payload.worker[v]);
	}
	if (payload.mark)
		tell_mark();
	text_drain();
	c = serial_get();
	if (c == 'q')
		payload.stop = 1;
	if (c == 'm')
		take_mark(now);
	if (payload.command.seconds &&
	    now - payload.start >= payload.command.seconds * payload.hz)
		payload.stop = 1;
}

static u64 verify(struct worker *w)
{
	const u64 *area = (const u64 *)w->area;

	truth_pages(&payload.command, w->vcpu, w->stores, payload.must);
	for (u32 page = 0; page < payload.command.pages; page++) {
		u64 holds = area[page * (PAGE_BYTES / sizeof(u64))];

		if (holds == payload.must[page])
			continue;
		if (w->nr_bad < MAX_BAD)
			w->bad[w->nr_bad] = (struct bad){ page, holds,
							  payload.must[page] };
		w->nr_bad++;
	}
	return w->nr_bad;
}

void clerk_end(void)
{
	u64 nr_bad = 0, total = 0;

	for (u32 v = 0; v < payload.command.vcpus; v++) {
		struct worker *w = &payload.worker[v];

		while (!w->stopped)
			arch_efi_relax();
		arch_efi_barrier();
		tell_seconds(w);
		nr_bad += verify(w);
		total += w->stores;
		tell_bad(w);
		say("final");
		text_number("vcpu", v);
		text_number("total", w->stores);
		text_number("bad", w->nr_bad);
		text_end();
	}
	say("end");
	text_number("total", total);
	text_number("bad", nr_bad);
	text_end();
	text_flush();
	arch_efi_halt();
}

/* The vectors may call this amid another line.  text_end() ends that line. */
void efi_trap(u64 vector, u64 error, u64 pc, u64 address)
{
	payload.stop = 1;
	text_end();
	say("trap");
	text_hex("vector", vector);
	text_hex("error", error);
	text_hex("pc", pc);
	text_hex("address", address);
	text_end();
	text_flush();
	arch_efi_halt();
}
