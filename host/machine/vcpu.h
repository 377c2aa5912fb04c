/* SPDX-License-Identifier: GPL-2.0-only */
/* The thread that owns a vCPU. */
#ifndef HOST_MACHINE_VCPU_H
#define HOST_MACHINE_VCPU_H

#include "host/machine/machine.h"

/* Set the kick signal up: once per process, before any thread exists. */
void vcpu_setup_kick(void);

/* pthread entry; @arg is a struct machine_vcpu. */
void *vcpu_thread(void *arg);

/*
 * Make a vCPU leave KVM_RUN, or keep it from entering. The caller holds the
 * machine's lock.
 */
void vcpu_kick(struct machine_vcpu *v);

#endif
