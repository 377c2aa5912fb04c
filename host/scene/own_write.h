/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Writes that KVM makes to guest memory by itself, for the guest to read:
 * clocks and counters. The architecture has the table of them
 * (host/machine/arch.h).
 */
#ifndef HOST_SCENE_OWN_WRITE_H
#define HOST_SCENE_OWN_WRITE_H

#include "lib/types.h"

struct machine;

/* The name of write @i, NULL behind the last. */
const char *own_write_name(u32 i);

/* True if KVM may write there again in any later KVM_RUN. */
bool own_write_again(u32 i);

/* True if the machine must have KVM's interrupt controller for it. */
bool own_write_irqchip(u32 i);

/* True if the guest must find itself on Hyper-V for it. */
bool own_write_hyperv(u32 i);

/* True if own_write_start() runs vCPU 0, which asks for the write. */
bool own_write_by_guest(u32 i);

/* True if KVM writes there when the host preempts the vCPU, too. */
bool own_write_preempted(u32 i);

/* True if @record, which KVM wrote, says that the host has preempted the vCPU. */
bool own_write_says_preempted(u32 i, const u8 *record);

/* True if KVM must write nothing at the address that it is told. */
bool own_write_none(u32 i);

/* True if no vCPU does it, so that no ring has it (clauses W6, W10). */
bool own_write_no_vcpu(u32 i);

/*
 * True if the write comes with a page that the host has to fetch first
 * (host/scene/absent.h).
 */
bool own_write_absent(u32 i);

/* True if the write has come with a page, for vCPU 0. */
bool own_write_absent_seen(const struct machine *m, u32 i);

/* True if what is written begins in the page before @gpa. */
bool own_write_before(u32 i);

/* True if own_write_start() at an address where KVM has written may do nothing. */
bool own_write_once(u32 i);

/* True if what KVM writes may be what was there: it adds, perhaps 0. */
bool own_write_adds(u32 i);

/* True if the write goes to SMM's memory while the vCPU is in SMM, and else to other memory. */
bool own_write_by_vcpu(u32 i);

/*
 * Start own write @i at @gpa, for vCPU 0, which is idle. KVM will have written
 * when that vCPU next leaves KVM_RUN. @gpa is 64-byte aligned. Writes without a
 * vCPU need 64 KiB alignment. Skips the case if this KVM does not offer the
 * write.
 */
void own_write_start(struct machine *m, u32 i, u64 gpa);

/* As own_write_start(), but false if KVM refuses @gpa, or does not offer the write. */
bool own_write_try(struct machine *m, u32 i, u64 gpa);

/* True if KVM can be made to write again where it wrote before. */
bool own_write_renews(u32 i);

/*
 * Make KVM write again, for vCPU 0, which is idle, where own_write_start() said.
 */
void own_write_renew(struct machine *m, u32 i);

/* True if KVM can be told to write no more, until own_write_start(). */
bool own_write_stops(u32 i);

/* Tell KVM, for vCPU 0, which is idle. */
void own_write_stop(struct machine *m, u32 i);

#endif
