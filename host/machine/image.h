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

/* NULL if there is no such payload. */
const struct image *image_find(const char *name);

/* The header, checked for magic and version; ends the process if it is wrong. */
const struct abi_image *image_header(const struct image *image);

/* Row @op of the store table. */
const struct abi_store *image_store(const struct image *image, u32 op);

/* Index of the store called @name; nr_stores if there is none. */
u32 image_op(const struct image *image, const char *name);

/* A /proc/self/fd path that ELF loaders which want a file name can open. */
const char *image_path(const struct image *image);

#endif
