// SPDX-License-Identifier: GPL-2.0-only
/*
 * One vCPU's stores.  Before each store the vCPU checks that the page still
 * holds the value of the vCPU's last store there, one cycle ago.  So a page
 * that a migration lost is found even if the page is written again before the
 * end.  The check is a read, which dirties nothing.
 */
#include "guest/efi/arch_efi.h"
#include "lib/abi.h"

void worker_init(struct worker *w, u32 vcpu)
{
	struct pattern_spec spec = command_spec(&payload.command, vcpu);

	w->vcpu = vcpu;
	w->rate = payload.command.rate[vcpu];
	w->cycle = truth_cycle(&spec);
	w->now.number = 1;
	truth_start(&w->walk, &spec);
}

static void remember_bad(struct worker *w, u32 page, u64 holds, u64 must)
{
	if (w->nr_bad < MAX_BAD)
		w->bad[w->nr_bad] = (struct bad){ page, holds, must };
	arch_efi_barrier();
	w->nr_bad++;
}

static void count_unique(struct worker *w, u32 page)
{
	u8 bit = 1 << (page & 7);

	if (w->cycle) {
		/* Within one cycle each page comes once. */
		w->now.unique += w->now.written <= w->cycle;
	} else if (!(w->seen[page >> 3] & bit)) {
		w->seen[page >> 3] |= bit;
		w->now.unique++;
	}
}

static u64 value_of(const struct worker *w, u64 n)
{
	return truth_value(&payload.command, w->vcpu, n);
}

static void store(struct worker *w)
{
	u32 page = truth_next(&w->walk);
	volatile u64 *at = (u64 *)(w->area + page * PAGE_BYTES);
	u64 n = ++w->stores;

	if (w->cycle) {
		u64 must = n > w->cycle ? value_of(w, n - w->cycle) : 0;
		u64 holds = *at;

		if (holds != must)
			remember_bad(w, page, holds, must);
	}
	if (payload.command.traps && !w->vcpu && page == payload.command.trap)
		*(volatile u64 *)(TABLES_REACH - PAGE_BYTES) = n;
	if (!payload.command.lies || w->vcpu || page != payload.command.lie)
		*at = value_of(w, n);
	w->now.written++;
	count_unique(w, page);
}

/*
 * Queue the second for vCPU 0.  If the queue is full, the next second covers
 * both.
 */
static void end_second(struct worker *w)
{
	u64 number = w->now.number;

	w->now.total = w->stores;
	if (w->nr_put - w->nr_got < MAX_SECONDS) {
		w->second[w->nr_put % MAX_SECONDS] = w->now;
		arch_efi_barrier();
		w->nr_put++;
		w->now = (struct second){ 0 };
		if (!w->cycle)
			for (u32 i = 0; i <= payload.command.pages >> 3; i++)
				w->seen[i] = 0;
	}
	w->now.number = number + 1;
}

void worker_step(struct worker *w)
{
	u64 ticks = arch_efi_ticks() - w->begun;
	u64 due;

	while (ticks >= payload.hz) {
		ticks -= payload.hz;
		w->begun += payload.hz;
		w->due += w->rate;
		end_second(w);
		/*
		 * A vCPU that is behind by more than a second was stopped, for
		 * example by a migration.  The vCPU does not catch up.
		 */
		if (w->due > w->stores + w->rate) {
			w->now.forgiven += w->due - w->stores;
			w->due = w->stores;
		}
	}
	if (!w->rate) {
		store(w);
		return;
	}
	due = w->due + ticks * w->rate / payload.hz;
	if (due <= w->stores) {
		arch_efi_relax();
		return;
	}
	if (due - w->stores > w->now.late)
		w->now.late = due - w->stores;
	store(w);
}

void worker_run(u32 vcpu)
{
	struct worker *w = &payload.worker[vcpu];

	if (!vcpu)
		clerk_begin();
	w->begun = payload.start;
	while (!payload.stop) {
		worker_step(w);
		if (!vcpu)
			clerk_poll(arch_efi_ticks());
	}
	end_second(w);
	arch_efi_barrier();
	w->stopped = 1;
	if (vcpu)
		arch_efi_halt();
	clerk_end();
}
