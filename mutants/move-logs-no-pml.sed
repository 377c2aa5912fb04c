# SPDX-License-Identifier: GPL-2.0-only
#
# A slot that moves and begins to log in the same call does not switch PML on.
#
# lost: all that is written to such a slot while no other slot logs
# mirrors: none; a89dfe7bb1c9 (5.12) lets every change of a slot switch PML
# class: pml
# where: vmx
# kernels: 6.12-
# files: arch/x86/kvm/x86.c
/^static void kvm_mmu_slot_apply_flags(/,/^}/s/^	if ((old_flags ^ new_flags) & KVM_MEM_LOG_DIRTY_PAGES)$/	if (change != KVM_MR_MOVE \&\& ((old_flags ^ new_flags) \& KVM_MEM_LOG_DIRTY_PAGES))/
