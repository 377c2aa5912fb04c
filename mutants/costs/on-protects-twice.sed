# SPDX-License-Identifier: GPL-2.0-only
#
# Switching logging on write-protects the slot twice.
#
# dearer: log/on-small@*
# kernels: 6.12
# files: arch/x86/kvm/x86.c
/^static void kvm_mmu_slot_apply_flags/,/^}/s/^\t\t\tkvm_mmu_slot_remove_write_access(kvm, new, PG_LEVEL_4K);/&\n&/
