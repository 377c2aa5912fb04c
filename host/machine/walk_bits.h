/* SPDX-License-Identifier: GPL-2.0-only */
/* The guest's page tables in words that hold for both architectures. */
#ifndef HOST_MACHINE_WALK_BITS_H
#define HOST_MACHINE_WALK_BITS_H

/* Levels count from 1, the one whose entries map small pages. */
#define WALK_LEVELS 4

/* Bits of an entry. */
#define WALK_ACCESSED 1u
#define WALK_DIRTY 2u
#define WALK_USER 4u

#endif
