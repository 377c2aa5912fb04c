/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Parameters of the kernel's module kvm that can be changed while VMs run. All
 * VMs of the machine are affected. So a parameter is changed only where nothing
 * but the gate runs, and is restored when the case comes to its verdict; but
 * not if the case hangs and is killed.
 */
#ifndef HOST_SCENE_PARAM_H
#define HOST_SCENE_PARAM_H

#include "lib/types.h"

struct run;

/*
 * Set parameter @name to @value. @name must stay valid. Skips the case where
 * the kernel has no such parameter, or where other programs run on this
 * machine.
 */
void param_set(const struct run *r, const char *name, const char *value);

/* True if the kernel has parameter @name, and it begins with @value. */
bool param_is(const char *name, const char *value);

#endif
