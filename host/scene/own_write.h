/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Writes that KVM makes to guest memory by itself, for the guest to read:
 * clocks and counters. The architecture has the table of them
 * (host/machine/own_write.h); @i is an index of it.
 */
#ifndef HOST_SCENE_OWN_WRITE_H
#define HOST_SCENE_OWN_WRITE_H

#include "host/machine/own_write.h"

struct machine;

/* True if the write has come with a page, for vCPU 0. */
bool own_write_absent_seen(const struct machine *m, u32 i);

/*
 * Start own write @i at @gpa, for vCPU 0, which is idle. KVM will have written
 * when that vCPU next leaves KVM_RUN. @gpa is 64-byte aligned. Writes without a
 * vCPU need 64 KiB alignment. Skips the case if this KVM does not offer the
 * write.
 */
void own_write_start(struct machine *m, u32 i, u64 gpa);

/* As own_write_start(), but false if KVM refuses @gpa, or does not offer the write. */
bool own_write_try(struct machine *m, u32 i, u64 gpa);

/*
 * Make KVM write again, for vCPU 0, which is idle, where own_write_start() said. Not for a
 * write without .renew.
 */
void own_write_renew(struct machine *m, u32 i);

/* KVM writes there no more, until own_write_start(). Not for a write without .stop. */
void own_write_stop(struct machine *m, u32 i);

#endif
