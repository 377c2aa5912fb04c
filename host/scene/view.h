/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOST_SCENE_VIEW_H
#define HOST_SCENE_VIEW_H

#include "lib/types.h"

struct machine;

/*
 * Give the guest a view of slot 0 (struct machine_view): @nr virtual addresses in order, a page
 * apart, each of the page that @page_of says.  The library's tables have them, which are in no
 * logged slot.  One view a machine.
 */
void view_map(struct machine *m, u32 nr, u32 (*page_of)(u32 i));

#endif
