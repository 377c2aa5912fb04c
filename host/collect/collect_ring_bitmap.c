// SPDX-License-Identifier: GPL-2.0-only
/*
 * The dirty ring with a bitmap as backup (api.rst 8.29,
 * KVM_CAP_DIRTY_LOG_RING_WITH_BITMAP). Memory that KVM writes while no vCPU
 * runs, such as the tables of an arm64 ITS, has no ring to go to. A VMM reads
 * the bitmap once, at the end of a migration.
 */
#include <string.h>

#include "host/collect/collect.h"
#include "host/collect/dirty_io.h"
#include "host/machine/compat.h"
#include "verdict/verdict.h"

static const char *missing(const struct collector *c, const struct backend *b)
{
	const char *why = collect_ring.missing(c, b);

	if (why || b->ring_bitmap)
		return why;
	return "KVM_CAP_DIRTY_LOG_RING_WITH_BITMAP is 0";
}

static void enable(const struct collector *c, const struct backend *b,
		   struct machine *m)
{
	int err;

	collect_ring.enable(c, b, m);
	err = dirty_enable(m, KVM_CAP_DIRTY_LOG_RING_WITH_BITMAP, 0);
	if (err)
		verdict_fail("KVM_CAP_DIRTY_LOG_RING_WITH_BITMAP: %s",
			     strerror(err));
}

static void harvest(const struct collector *c, struct machine *m,
		    struct harvest *h, bool quiet)
{
	collect_ring.harvest(c, m, h, quiet);
	if (!quiet)
		return;
	collect_get_all(m, h->backup);
	for (u32 i = 0; i < m->nr_slots; i++)
		pageset_or(&h->dirty[i], &h->backup[i]);
}

static void full(const struct collector *c, struct machine_vcpu *v,
		 struct harvest *h)
{
	collect_ring.full(c, v, h);
}

const struct collect_ops collect_ring_bitmap = {
	.missing = missing,
	.enable = enable,
	.harvest = harvest,
	.full = full,
	.has_log = true,
	.has_ring = true,
	.has_backup = true,
};
