# SPDX-License-Identifier: GPL-2.0-only
#
# Of the huge mappings of a page the shadow MMU protects the one of 2M, and not that of
# 1G. With INITIALLY_SET a clear leaves such a mapping writable.
#
# lost: pages of a mapping of 1G, after they were cleared for the first time
# mirrors: -
# class: shadow
# where: svm:huge1g
# kernels: 6.1-
# files: arch/x86/kvm/mmu/mmu.c
/^bool kvm_mmu_slot_gfn_write_protect(/,/^}/s/i <= KVM_MAX_HUGEPAGE_LEVEL; ++i/i <= PG_LEVEL_2M; ++i/
