/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * KVM's dirty-tracking interface, call by call, for collectors. Injected faults
 * (host/collect/fault.h) strike here and nowhere else.
 */
#ifndef HOST_COLLECT_DIRTY_IO_H
#define HOST_COLLECT_DIRTY_IO_H

#include "host/machine/machine.h"

/* Each returns 0 or an errno value. */

/* KVM_GET_DIRTY_LOG into ALIGN(nr_pages, 64) bits (api.rst 4.8). */
int dirty_get(struct machine *m, u32 slot, u64 *bitmap);

/* KVM_CLEAR_DIRTY_LOG; bit 0 of @bitmap is @first (api.rst 4.117). */
int dirty_clear(struct machine *m, u32 slot, const u64 *bitmap, u64 first,
		u32 nr_pages);

/* KVM_ENABLE_CAP on the VM. */
int dirty_enable(struct machine *m, u32 cap, u64 arg);

/* KVM_RESET_DIRTY_RINGS; the number of entries reset in *@nr (api.rst 8.29). */
int dirty_reset(struct machine *m, u32 *nr);

struct dirty_entry {
	u32 slot; /* as_id << 16 | slot id */
	u64 page; /* within the slot */
};

/*
 * True if KVM has published an entry at the vCPU's cursor. It is copied to *@e
 * and stays in the ring.
 */
bool dirty_peek(struct machine_vcpu *v, struct dirty_entry *e);

/* Make the published entry at the cursor name something else. */
void dirty_forge(struct machine_vcpu *v, u32 slot, u64 page);

/* Mark the entry at the cursor as harvested and go on to the next. */
void dirty_take(struct machine_vcpu *v);

#endif
