// SPDX-License-Identifier: GPL-2.0-only
/* The payload's own page tables, an identity map of all memory. */
#include "guest/efi/arch_efi.h"

static u32 nr_used = 1; /* tables in use; the first is the root */

void tables_map(u64 address, bool device)
{
	u64 *table = (u64 *)payload.tables;
	u32 shift = 21 + 9 * (arch_efi_levels - 1);

	for (; shift > 21; shift -= 9) {
		u64 *entry = &table[address >> shift & 511];

		if (!*entry) {
			u64 next = payload.tables + nr_used++ * PAGE_BYTES;

			*entry = arch_efi_table_entry(next);
		}
		table = (u64 *)(*entry & 0xfffffffff000ull);
	}
	if (!table[address >> 21 & 511])
		table[address >> 21 & 511] = arch_efi_leaf_entry(
			address & ~(ARCH_LEAF_BYTES - 1), device);
}
