/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A table that chooses cases. Each line begins with the name of a case,
 * "test/case@collector[,backing]", up to a blank or a tab. What follows the name is
 * for others, and so are lines that name no case of this program.
 */
#ifndef HOST_MAIN_CHOSEN_H
#define HOST_MAIN_CHOSEN_H

#include <stdbool.h>

#include "lib/types.h"

/* Read the table. False if it cannot be read; errno says why. */
bool chosen_load(const char *file);

/* The number of the first line that begins with @name, from 1 on; 0 if none does. */
u32 chosen_place(const char *name);

#endif
