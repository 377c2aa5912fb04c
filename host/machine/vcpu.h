/* SPDX-License-Identifier: GPL-2.0-only */
/* The thread that owns a vCPU. */
#ifndef HOST_MACHINE_VCPU_H
#define HOST_MACHINE_VCPU_H

#include "host/machine/machine.h"

/* Once per process, before any thread: the kick signal. */
void vcpu_setup_kick(void);

/* pthread entry; @arg is a struct machine_vcpu. */
void *vcpu_thread(void *arg);

/* Make a vCPU leave KVM_RUN, or not enter it.  The machine's lock is held. */
void vcpu_kick(struct machine_vcpu *v);

#endif
