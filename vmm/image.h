/* SPDX-License-Identifier: GPL-2.0-only */
/* The payload's disk image, with the command of a case. */
#ifndef VMM_IMAGE_H
#define VMM_IMAGE_H

#include "lib/command.h"
#include "vmm/machine.h"

/*
 * Write the image with command @c to @path.  A failure is an error of the case.
 */
void image_write(const struct machine_kind *kind, const struct command *c,
		 const char *path);

#endif
