/* SPDX-License-Identifier: GPL-2.0-only */
/* KVM's interrupt controller, a GICv3 for one vCPU (arm64/own_write.c). */
#ifndef ARM64_IRQCHIP_H
#define ARM64_IRQCHIP_H

/* If arch_irqchip() has made one: after the vCPU was created, before it runs. */
void irqchip_init(void);

#endif
