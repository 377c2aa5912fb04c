/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Parameters of the kernel's module kvm that can be changed while VMs run.  All
 * VMs of the machine feel it, so that it is done only where nothing but us runs,
 * and undone when the case comes to its verdict.  It is not where a case hangs and
 * is killed.
 */
#ifndef HOST_SCENE_PARAM_H
#define HOST_SCENE_PARAM_H

struct run;

/*
 * Set one to @value; @name is not copied.  Skips the case where the kernel has no
 * such parameter, or where it is not for us to change.
 */
void param_set(const struct run *r, const char *name, const char *value);

#endif
