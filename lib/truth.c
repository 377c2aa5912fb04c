// SPDX-License-Identifier: GPL-2.0-only
#include "lib/truth.h"
#include "lib/abi.h"

u64 truth_value(const struct command *c, u32 vcpu, u64 n)
{
	return c->zero && n % c->zero == 0 ? 0 : abi_value(vcpu, n);
}

void truth_start(struct pattern *p, const struct pattern_spec *spec)
{
	pattern_start(p, spec);
}

u32 truth_next(struct pattern *p)
{
	u32 page = 0;

	p->left = 1;
	pattern_next(p, &page);
	return page;
}

u32 truth_cycle(const struct pattern_spec *spec)
{
	struct pattern p;

	if (spec->kind == PATTERN_HOT || spec->kind == PATTERN_RANDOM)
		return 0;
	pattern_start(&p, spec);
	return p.pass;
}

void truth_pages(const struct command *c, u32 vcpu, u64 stores, u64 *must)
{
	struct pattern_spec spec = command_spec(c, vcpu);
	u32 cycle = truth_cycle(&spec);
	struct pattern p;
	u64 n = 0;

	for (u32 page = 0; page < c->pages; page++)
		must[page] = 0;
	truth_start(&p, &spec);
	/* The last cycle wrote every page that was ever written. */
	if (cycle && stores > cycle) {
		n = stores - cycle;
		p.at = n % cycle;
	}
	while (n < stores)
		must[truth_next(&p)] = truth_value(c, vcpu, ++n);
}
