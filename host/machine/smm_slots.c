// SPDX-License-Identifier: GPL-2.0-only
#include "host/machine/smm_slots.h"

/* From SMM_RAM_GPA. */
#define STATE_AT 0xf000

void smm_slots_add(struct machine_spec *spec, u32 *nr, u64 nr_pages)
{
	const struct machine_slot_spec slots[] = {
		[SMM_MEMORY] = { .nr_pages = nr_pages, .gpa = MACHINE_GPA_FIRST },
		[SMM_CODE] = { .nr_pages = STATE_AT / 4096, .gpa = SMM_RAM_GPA,
			   .unlogged = true },
		[SMM_STATE] = { .nr_pages = 2, .gpa = SMM_RAM_GPA + STATE_AT },
	};

	for (u32 i = 0; i < ARRAY_LEN(slots); i++) {
		spec->slot[*nr] = slots[i];
		spec->slot[(*nr)++].as_id = 1;
	}
}
