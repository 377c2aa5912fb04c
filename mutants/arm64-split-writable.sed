# SPDX-License-Identifier: GPL-2.0-only
#
# When KVM reads the permissions of an entry, it takes each that may be read for one that may
# be written. It does so where it splits a block eagerly: the pages get what the block had.
#
# Userspace sets the size of KVM_CAP_ARM_EAGER_SPLIT_CHUNK_SIZE, the guest writes to memory
# that is mapped by blocks, and the logging is switched on. KVM protects the blocks and
# splits them into pages that are writable, and the guest writes again.
#
# lost: writes to memory that was mapped by blocks before its slot began to log
# mirrors: none; a plausible slip in kvm_pgtable_stage2_pte_prot(), on which e7bf7a490c68
#   (6.5) "KVM: arm64: Split huge pages when dirty logging is enabled" relies
# class: arm64
# where: arm64
# kernels: 6.12-7.3
# files: arch/arm64/kvm/hyp/pgtable.c
/^enum kvm_pgtable_prot kvm_pgtable_stage2_pte_prot(/,/^}/s/if (pte & KVM_PTE_LEAF_ATTR_LO_S2_S2AP_W)/if (pte \& KVM_PTE_LEAF_ATTR_LO_S2_S2AP_R)/
