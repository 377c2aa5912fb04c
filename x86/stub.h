/* SPDX-License-Identifier: GPL-2.0-only */
/* Pieces of code of a few bytes that an idle vCPU runs beside its payload. */
#ifndef X86_STUB_H
#define X86_STUB_H

#include "host/machine/arch.h"

/* A stub ends with "out STUB_PORT, al". */
#define STUB_PORT 0x80
#define STUB_END 0xe6, STUB_PORT

/*
 * Let the idle vCPU run the stub at regs->rip, with @sregs (NULL: the payload's) and *@regs,
 * except that rsp is the payload's. *@regs is what the stub leaves. The payload's registers are
 * back afterwards. False: the vCPU exits before the stub's end; vcpu->run->exit_reason says
 * why.
 */
bool stub_run(struct kvm_vcpu *vcpu, const struct kvm_sregs *sregs, struct kvm_regs *regs);

#endif
