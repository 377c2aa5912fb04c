// SPDX-License-Identifier: GPL-2.0-only
/*
 * The payload of nearly all tests: obey store records, one after the other, and
 * ring the doorbell when all are done.
 *
 * The payload publishes the number of each store before it executes the store.
 * A host that harvests beside the running vCPU reads the number, and knows:
 * with number n published, stores up to n - 1 have retired, store n may or may
 * not have retired, and no later store has begun.
 *
 * Credit stops a vCPU in the middle of its batch.  The vCPU begins no store
 * whose number is above its credit.  It publishes that it waits, and then no
 * store is half done.
 */
#include "arch.h"
#include "guest/rt.h"

typedef void burst_fn(u64 address, u64 value, u64 distance, u64 count);

static void obey(u32 vcpu, struct abi_vcpu *block, const struct abi_record *r)
{
	const struct abi_store *table = (const void *)rt_image()->stores;
	arch_store_fn *store = (arch_store_fn *)table[r->op].stub;
	u64 base = r->area_gva + r->offset_bytes;
	u64 n = block->stores;
	struct pattern walk;
	u32 page;

	if (r->flags & ABI_RECORD_FLUSH)
		arch_flush_tlb();
	pattern_start(&walk, &r->pattern);
	while (pattern_next(&walk, &page)) {
		u64 value = abi_value(vcpu, ++n);

		if (r->flags & ABI_RECORD_VALUE)
			value = r->value;
		if (n > *(volatile u64 *)&block->credit) {
			arch_publish(&block->waiting, n);
			while (n > *(volatile u64 *)&block->credit)
				arch_relax();
		}
		arch_publish(&block->stores, n);
		if (r->flags & ABI_RECORD_USER)
			arch_call_user(store,
				       base + ((u64)page << r->page_shift),
				       value);
		else
			store(base + ((u64)page << r->page_shift), value);
	}
}

static void obey_burst(u32 vcpu, struct abi_vcpu *block,
		       const struct abi_record *r)
{
	burst_fn *burst = (burst_fn *)rt_image()->burst;
	u64 address = r->area_gva + r->offset_bytes +
		      ((u64)r->pattern.first << r->page_shift);
	u32 count = pattern_length(&r->pattern);

	burst(address, abi_value(vcpu, block->stores + 1), 1ull << r->page_shift,
	      count);
	arch_publish(&block->stores, block->stores + count);
}

static bool record_valid(const struct abi_record *r)
{
	if (r->op >= rt_image()->nr_stores || !pattern_valid(&r->pattern))
		return false;
	if (r->flags & ABI_RECORD_USER && !arch_has_user)
		return false;
	if (!(r->flags & ABI_RECORD_BURST))
		return true;
	return r->pattern.kind == PATTERN_RUN &&
	       pattern_length(&r->pattern) <=
		       r->pattern.nr_pages - r->pattern.first;
}

void payload_main(u32 vcpu)
{
	struct abi_vcpu *block = rt_vcpu(vcpu);

	for (;;) {
		arch_doorbell(ABI_BELL_DONE);
		arch_publish(&block->records, 0);
		for (u32 i = 0; i < block->nr_records; i++) {
			const struct abi_record *r = &block->record[i];

			if (!record_valid(r) ||
			    !arch_nest(block, r->flags & ABI_RECORD_NESTED,
				       r->flags & ABI_RECORD_FLUSH)) {
				block->trap.vector = i;
				arch_doorbell(ABI_BELL_BAD);
			} else if (r->flags & ABI_RECORD_BURST) {
				obey_burst(vcpu, block, r);
			} else {
				obey(vcpu, block, r);
			}
			arch_publish(&block->records, i + 1);
		}
	}
}
