/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * All entries on the way to one page of a view (host/scene/walk.h): the bits that they
 * have before an access, and after it.
 */
#ifndef HOST_SCENE_WALK_WAY_H
#define HOST_SCENE_WALK_WAY_H

#include "host/scene/walk.h"

/* The bits of the entries of all levels in one number: a byte for each level. */
#define WALK_AT(level, flags) ((u64)(flags) << 8 * (level))
#define WALK_EVERY(flags) \
	(WALK_AT(1, flags) | WALK_AT(2, flags) | WALK_AT(3, flags) | \
	 WALK_AT(4, flags))

/*
 * Let the guest give the entries on the way to the view's @page these bits. KVM must
 * report these stores to the tables, too.
 */
void walk_set_way(struct walk *w, u32 page, u64 bits);

/* Fail unless the entries have the bits that an access leaves which found @bits. */
void walk_check_way(const struct walk *w, u32 page, u64 bits, bool store);

#endif
