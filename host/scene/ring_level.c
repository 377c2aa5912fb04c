// SPDX-License-Identifier: GPL-2.0-only
#include "host/scene/ring_level.h"

#include <stdio.h>
#include <string.h>

#include "host/round/run.h"
#include "host/scene/own_write.h"

u32 ring_soft_limit(const struct run *r)
{
	return r->machine->ring_entries - r->machine->ring_reserved;
}

void ring_fill(struct run *r, u32 vcpu, u32 first, u32 count)
{
	const struct machine_vcpu *v = &r->machine->vcpu[vcpu];

	round_store(r, vcpu, first, count);
	round_run(r);
	if (v->nr_full || collect_ring_count(v) != count)
		verdict_fail("vCPU %u's ring has %u entries and %u ring-full exits after %u pages",
			     vcpu, collect_ring_count(v), v->nr_full, count);
}

void ring_overrun_may_warn(const struct run *r)
{
	FILE *f = fopen("/proc/sys/kernel/panic_on_warn", "r");
	int on = 0;

	if (!f)
		return;
	if (fscanf(f, "%d", &on) != 1)
		on = 0;
	fclose(f);
	if (on && !r->own_machine)
		verdict_skip("kernel.panic_on_warn is set, and kernels with a bug warn here");
}

/* The index of the write, or of the end of the list. */
static u32 clock_index(void)
{
	u32 i = 0;

	while (own_write_name(i) && strcmp(own_write_name(i), "wall-clock"))
		i++;
	return i;
}

bool ring_has_clock(void)
{
	return own_write_name(clock_index());
}

void ring_clock(struct run *r, u32 page)
{
	const struct machine_slot *s = &r->machine->slot[0];

	own_write_start(r->machine, clock_index(),
			s->gpa + ((u64)page << r->machine->page_shift));
}

void ring_clock_done(struct run *r, u32 page, u32 times)
{
	for (u32 i = 0; i < times * RING_CLOCK_ENTRIES; i++)
		ledger_add(&r->ledger, &r->machine->vcpu[0], 0, page);
}
