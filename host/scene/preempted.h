/* SPDX-License-Identifier: GPL-2.0-only */
/* The host takes the CPU away from a vCPU that is in guest mode, and could go on. */
#ifndef HOST_SCENE_PREEMPTED_H
#define HOST_SCENE_PREEMPTED_H

#include "lib/types.h"

struct machine;

/*
 * Call @look in a thread that has the CPU of @vcpu.  So the host has preempted the vCPU, by
 * that thread or by another before.  The vCPU may go on before @look ends, as the scheduler
 * likes.  The vCPU waits in guest mode, and machine_pin_apart() gave it its CPU.
 */
void preempted(struct machine *m, u32 vcpu, void (*look)(void *ctx), void *ctx);

#endif
