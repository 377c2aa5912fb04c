// SPDX-License-Identifier: GPL-2.0-only
/*
 * The numbers that assembly on two architectures and a host compiled by another
 * compiler have to agree on.  Whoever changes one here changes a contract.
 */
#include "lib/abi.h"
#include "selftest/unit/unit.h"

#define AT(type, field, offset) (offsetof(struct type, field) == (offset))

int main(void)
{
	unit_begin("abi");

	check(sizeof(struct pattern_spec) == 32 && AT(pattern_spec, kind, 0) &&
		      AT(pattern_spec, nr_pages, 4) &&
		      AT(pattern_spec, count, 8) &&
		      AT(pattern_spec, first, 12) &&
		      AT(pattern_spec, step, 16) &&
		      AT(pattern_spec, reserved, 20) &&
		      AT(pattern_spec, seed, 24),
	      "pattern-spec");

	check(sizeof(struct abi_record) == 64 && AT(abi_record, op, 0) &&
		      AT(abi_record, offset_bytes, 4) &&
		      AT(abi_record, area_gva, 8) &&
		      AT(abi_record, page_shift, 16) &&
		      AT(abi_record, flags, 20) && AT(abi_record, pattern, 32),
	      "store-record");

	check(sizeof(struct abi_trap) == 32 && AT(abi_trap, vector, 0) &&
		      AT(abi_trap, error, 8) && AT(abi_trap, pc, 16) &&
		      AT(abi_trap, address, 24),
	      "trap");

	check(sizeof(struct abi_vcpu) == 4096 && AT(abi_vcpu, nr_records, 0) &&
		      AT(abi_vcpu, stores, 16) && AT(abi_vcpu, records, 24) &&
		      AT(abi_vcpu, trap, 32) && AT(abi_vcpu, waiting, 504) &&
		      AT(abi_vcpu, record, 512) &&
		      512 + ABI_MAX_RECORDS * 64 == 4096,
	      "vcpu-block");

	check(sizeof(struct abi_store) == 40 && AT(abi_store, stub, 0) &&
		      AT(abi_store, low, 8) && AT(abi_store, length, 12) &&
		      AT(abi_store, writes, 14) &&
		      AT(abi_store, effect, 16) && AT(abi_store, align, 17) &&
		      AT(abi_store, name, 18),
	      "store-table-row");

	check(sizeof(struct abi_image) == 64 && AT(abi_image, magic, 0) &&
		      AT(abi_image, version, 8) &&
		      AT(abi_image, nr_stores, 12) &&
		      AT(abi_image, entry, 16) && AT(abi_image, stores, 24) &&
		      AT(abi_image, burst, 32) && AT(abi_image, tables, 40),
	      "image-header");

	check(ABI_EFFECT_NONE == 0 && ABI_EFFECT_VALUE == 1 &&
		      ABI_EFFECT_CHANGE == 2 && ABI_EFFECT_SAME == 3 &&
		      ABI_EFFECT_PLANTED == 4 && ABI_EFFECT_PLANTED_NONE == 5,
	      "effects");
	check(ABI_MASKED == 0x80 && abi_effect(ABI_EFFECT_SAME | ABI_MASKED) == ABI_EFFECT_SAME &&
		      abi_effect_is_none(ABI_EFFECT_NONE | ABI_MASKED) &&
		      !abi_effect_is_none(ABI_EFFECT_VALUE | ABI_MASKED),
	      "masked-effects");
	check(ABI_BELL_DONE == 1 && ABI_BELL_TRAP == 2 && ABI_BELL_BAD == 3,
	      "doorbells");
	check(!__builtin_memcmp(&(u64){ ABI_MAGIC }, "KVMDIRTY", 8), "magic");

	check(ABI_VCPU_GVA + ABI_MAX_VCPUS * sizeof(struct abi_vcpu) <=
		      ABI_STACK_GVA,
	      "vcpu-blocks-end-before-the-stacks");
	check(abi_value(0, 1) == 1 && abi_value(511, 1) == 0x01ff000000000001 &&
		      abi_value(1, 7) != abi_value(7, 1),
	      "values-tell-vcpus-apart");

	return unit_end();
}
