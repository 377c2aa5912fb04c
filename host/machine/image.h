/* SPDX-License-Identifier: GPL-2.0-only */
/* The payloads that are embedded in every test program. */
#ifndef HOST_MACHINE_IMAGE_H
#define HOST_MACHINE_IMAGE_H

#include "lib/abi.h"

/* An ELF file in our own memory. */
struct image {
	const char *name;
	const u8 *start;
	const u8 *end;
};

/* The payload of that name, NULL if there is none. */
const struct image *image_find(const char *name);

/* The payload's header. A wrong magic number or version ends the process. */
const struct abi_image *image_header(const struct image *image);

/* Row @op of the store table. */
const struct abi_store *image_store(const struct image *image, u32 op);

/* The index of the store called @name, nr_stores if there is none. */
u32 image_op(const struct image *image, const char *name);

/*
 * A path in /proc/self/fd, for ELF loaders that want a file name.  The file is made by
 * the first call, and child processes have it, too.
 */
const char *image_path(const struct image *image);

#endif
