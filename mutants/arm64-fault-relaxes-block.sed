# SPDX-License-Identifier: GPL-2.0-only
#
# A permission fault within a block relaxes the block's permissions and maps no page in
# its place.
#
# lost: all stores to the rest of the block
# mirrors: -
# class: arm64
# where: arm64
# kernels: 6.12-7.3
# files: arch/arm64/kvm/mmu.c
/^static int user_mem_abort(/,/^}/s/if (fault_is_perm && vma_pagesize == fault_granule)/if (fault_is_perm \&\& vma_pagesize <= fault_granule)/
/^static int kvm_s2_fault_map(/,/^}/s/if (mapping_size == perm_fault_granule)/if (mapping_size <= perm_fault_granule)/
