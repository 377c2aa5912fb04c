// SPDX-License-Identifier: GPL-2.0-only
/*
 * The bounds that QEMU's dirty rates are held to, against numbers that were
 * worked out by hand; one page off would let a wrong rate pass, or blame a
 * right one.
 */
#include "selftest/unit/unit.h"
#include "vmm/bounds.h"

static struct account a;
static struct command c;

static bool is(struct pages p, u64 least, u64 most)
{
	return (p.least == least && p.most == most) ||
	       note("%lu to %lu, and not %lu to %lu", p.least, p.most, least,
		    most);
}

int main(void)
{
	struct measurement w = { .asked_ms = 5000, .took_ms = 5100,
			    .collections = 1 };
	struct pages p;

	unit_begin("test_bounds");
	command_default(&c);
	c.vcpus = 2;
	c.pages = 100000;
	c.rate[0] = 1000;
	c.rate[1] = 10;
	account_init(&a, 2);
	a.own = 40;
	a.vcpu[0].worst_late = 7;
	a.vcpu[1].worst_late = 2;
	check(is(bounds_vcpu(&c, &a, 0, &w), 5000 - 8, 5100 + 9 + 40), "paced");
	check(is(bounds_all(&c, &a, &w), 4992 + 47, 5109 + 55 + 40), "both");
	w.collections = 3;
	check(is(bounds_all(&c, &a, &w), 4992 + 47, 5109 + 55 + 120),
	      "own-pages-with-each-collection");
	w.collections = 1;
	c.pages = 5000;
	check(is(bounds_vcpu(&c, &a, 0, &w), 4992, 5000 + 40),
	      "no-more-than-there-are");
	c.pages = 4000;
	check(is(bounds_vcpu(&c, &a, 0, &w), 4000, 4000 + 40), "all-of-them");
	a.vcpu[1].forgiven = 20;
	check(is(bounds_vcpu(&c, &a, 1, &w), 50 - 23, 51 + 1 + 23 + 40),
	      "what-is-forgiven-is-late");
	c.rate[0] = 0;
	a.vcpu[0].least_unique = 4000;
	check(is(bounds_vcpu(&c, &a, 0, &w), 4000, 4000 + 40), "unpaced");
	a.vcpu[0].least_unique = 3000;
	check(is(bounds_vcpu(&c, &a, 0, &w), 3000, 4000 + 40),
	      "unpaced-and-slow");

	/* 16 MiB less a page is 15, more than 3 but not in 5100 ms; 16 MiB is
	 * 3.2. */
	p = (struct pages){ 4095, 4096 };
	check(is(bounds_mib_s(&p, &w), 2, 3), "rounded-twice-down");
	p = (struct pages){ 5119, 5120 };
	check(is(bounds_mib_s(&p, &w), 3, 4), "as-qemu-does");
	return unit_end();
}
