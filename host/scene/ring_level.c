// SPDX-License-Identifier: GPL-2.0-only
#include "host/scene/ring_level.h"

#include <stdio.h>
#include <string.h>

#include "host/round/moved.h"
#include "host/round/run.h"
#include "host/scene/own_write.h"

u32 ring_soft_limit(const struct run *r)
{
	return r->machine->ring_entries - r->machine->ring_reserved;
}

bool ring_fill(struct run *r, u32 vcpu, u32 slot, u32 first, u32 count)
{
	const struct machine_vcpu *v = &r->machine->vcpu[vcpu];

	round_queue(r, (struct stores){ .op = "store-64",
					.vcpu = vcpu,
					.slot = slot,
					.pattern = { .kind = PATTERN_RUN,
						     .first = first,
						     .count = count } });
	round_run(r);
	if (!v->nr_full && collect_ring_count(v) == count)
		return true;
	if (!moved_any(r, slot, first, count))
		verdict_fail("vCPU %u's ring has %u entries and %u ring-full exits after %u pages",
			     vcpu, collect_ring_count(v), v->nr_full, count);
	return false;
}

struct refusal {
	struct run *run;
	u32 times, refused;
	u64 stores;
};

static void refuse(void *ctx, struct machine_vcpu *v)
{
	struct refusal *f = ctx;

	if (f->refused == f->times) {
		round_full(f->run, v);
		return;
	}
	if (f->refused && f->stores != v->block->stores)
		verdict_fail("a vCPU with a full ring went on from store %lu to %lu",
			     f->stores, v->block->stores);
	f->stores = v->block->stores;
	f->refused++;
}

void ring_stay_full(struct run *r, u32 times)
{
	struct refusal f = { .run = r, .times = times };

	machine_on_full(r->machine, refuse, &f);
	round_go(r);
	machine_wait(r->machine);
	/* The stores may have ended before KVM looked at the ring. */
	if (!f.refused) {
		r->machine->vcpu[0].block->nr_records = 0;
		machine_go(r->machine, 0);
		machine_wait(r->machine);
	}
	if (f.refused != times)
		verdict_fail("a vCPU with a full ring that nobody harvested ran on after %u full exits",
			     f.refused);
	machine_on_full(r->machine, round_full, r);
	round_wait(r);
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

	while (arch_own_writes[i].name && strcmp(arch_own_writes[i].name, "wall-clock"))
		i++;
	return i;
}

bool ring_has_clock(void)
{
	return arch_own_writes[clock_index()].name;
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
