/* SPDX-License-Identifier: GPL-2.0-only */
/* The payload's disk image, with a command of ours. */
#ifndef VMM_IMAGE_H
#define VMM_IMAGE_H

#include "lib/command.h"
#include "vmm/machine.h"

/* Write it to @path; ends the case with an error if that fails. */
void image_write(const struct machine_kind *kind, const struct command *c,
		 const char *path);

#endif
