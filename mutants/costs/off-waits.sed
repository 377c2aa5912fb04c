# SPDX-License-Identifier: GPL-2.0-only
#
# Switching logging off waits for another grace period.
#
# dearer: log/off-small@* log/off-fresh@*
# kernels: 6.12
# files: arch/x86/kvm/x86.c
/^static void kvm_mmu_slot_apply_flags/,/^}/s/^\t\tkvm_mmu_zap_collapsible_sptes(kvm, new);/&\n\t\tsynchronize_rcu();/
