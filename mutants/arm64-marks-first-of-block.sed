# SPDX-License-Identifier: GPL-2.0-only
#
# A write fault marks the first page of the block of 2 MiB around it, whatever is mapped.
#
# lost: all writes but those to a block's first page
# mirrors: B22: the page is marked that is mapped
# class: arm64
# where: arm64
# kernels: 7.0-
# files: arch/arm64/kvm/mmu.c
s/ipa &= ~(mapping_size - 1);/ipa \&= ~(PMD_SIZE - 1);/
