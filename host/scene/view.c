// SPDX-License-Identifier: GPL-2.0-only
#include "host/scene/view.h"

#include <stdlib.h>

#include "host/machine/arch.h"

void view_map(struct machine *m, u32 nr, u32 (*page_of)(u32 i))
{
	struct machine_view *view = &m->view;

	*view = (struct machine_view){ .gva = arch_walk.view_gva, .nr_pages = nr,
				       .page = calloc(nr, sizeof(u32)) };
	for (u32 i = 0; i < nr; i++) {
		view->page[i] = page_of(i);
		virt_pg_map(m->vm, view->gva + ((u64)i << m->page_shift),
			    m->slot[view->slot].gpa +
				    ((u64)view->page[i] << m->page_shift));
	}
}
