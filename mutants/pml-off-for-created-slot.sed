# SPDX-License-Identifier: GPL-2.0-only
#
# PML stays off for a slot that logs from its creation on.
#
# lost: stores to pages that were mapped writable
# mirrors: -
# class: pml
# where: vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/x86.c
/^static void kvm_mmu_slot_apply_flags(/,/^}/s/^\tif ((old_flags ^ new_flags) & KVM_MEM_LOG_DIRTY_PAGES)$/\tif (old \&\& ((old_flags ^ new_flags) \& KVM_MEM_LOG_DIRTY_PAGES))/
