// SPDX-License-Identifier: GPL-2.0-only
#include "vmm/bounds.h"

#include "verdict/verdict.h"

static u64 smaller(u64 a, u64 b)
{
	return a < b ? a : b;
}

static u64 own(const struct account *a, const struct measurement *w)
{
	return a->own * w->collections;
}

/* The bounds for one vCPU, without the payload's own pages. */
static struct pages of_rate(const struct command *c, const struct account *a,
			    u32 vcpu, const struct measurement *w)
{
	u64 late = a->vcpu[vcpu].worst_late + a->vcpu[vcpu].forgiven;
	u64 rate = c->rate[vcpu], slack = late + 1, least;

	if (!rate)
		return (struct pages){ a->vcpu[vcpu].least_unique, c->pages };
	least = rate * w->asked_ms / 1000;
	if (least <= slack)
		verdict_skip("this machine is too busy: vCPU %u was %lu stores late of the %lu in the measurement",
			     vcpu, late, least);
	least -= slack;
	return (struct pages){
		smaller(least, c->pages),
		smaller(rate * w->took_ms / 1000 + 1 + slack, c->pages),
	};
}

struct pages bounds_vcpu(const struct command *c, const struct account *a,
			 u32 vcpu, const struct measurement *w)
{
	struct pages p = of_rate(c, a, vcpu, w);

	p.most += own(a, w);
	return p;
}

struct pages bounds_all(const struct command *c, const struct account *a,
			const struct measurement *w)
{
	struct pages sum = { 0, own(a, w) };

	for (u32 v = 0; v < c->vcpus; v++) {
		struct pages p = of_rate(c, a, v, w);

		sum.least += p.least;
		sum.most += p.most;
	}
	return sum;
}

struct pages bounds_mib_s(const struct pages *pages,
			  const struct measurement *w)
{
	return (struct pages){
		(pages->least * 4096 >> 20) * 1000 / w->took_ms,
		(pages->most * 4096 >> 20) * 1000 / w->asked_ms,
	};
}
