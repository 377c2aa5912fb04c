// SPDX-License-Identifier: GPL-2.0-only
#include "host/cost/call.h"

#include <string.h>

#include "host/collect/dirty_io.h"
#include "host/round/run.h"
#include "verdict/verdict.h"

void call_must(const char *call, int err)
{
	if (err)
		verdict_fail("%s failed: %s", call, strerror(err));
}

void call_get(struct run *r, u32 slot, struct pageset *set)
{
	call_must("KVM_GET_DIRTY_LOG", dirty_get(r->machine, slot, set->words));
}

void call_clear(struct run *r, u32 slot, const struct pageset *set, u64 first, u64 nr)
{
	call_must("KVM_CLEAR_DIRTY_LOG",
		  dirty_clear(r->machine, slot, set->words + first / 64, first, nr));
}

void call_reset(struct run *r)
{
	u32 nr;

	call_must("KVM_RESET_DIRTY_RINGS", dirty_reset(r->machine, &nr));
}
