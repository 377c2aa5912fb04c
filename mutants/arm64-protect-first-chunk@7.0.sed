# SPDX-License-Identifier: GPL-2.0-only
#
# Write-protection goes through the tables in chunks that end at multiples of the largest
# block (1G with pages of 4K), and does one chunk.
#
# A slot reaches over such a multiple, and the guest writes pages on both sides of it.
# Userspace switches the logging on, and the guest writes them again.
#
# lost: writes to pages behind a multiple of 1G in a slot, if they were writable when it
#   began to log
# mirrors: the class of "KVM: arm64: Limit stage2_apply_range() batch size to largest block"
# class: arm64
# where: arm64
# kernels: 7.0-7.3
# files: arch/arm64/kvm/mmu.c
/^void kvm_stage2_wp_range(/,/^}/s/stage2_apply_range_resched(mmu, addr, end, KVM_PGT_FN(kvm_pgtable_stage2_wrprotect));/stage2_apply_range_resched(mmu, addr, stage2_range_addr_end(addr, end),\n\t\t\t\t   KVM_PGT_FN(kvm_pgtable_stage2_wrprotect));/
