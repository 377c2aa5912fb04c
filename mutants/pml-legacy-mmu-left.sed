# SPDX-License-Identifier: GPL-2.0-only
#
# Without the TDP MMU, a harvest does not take the dirty bits back, until there is a nested
# guest.
#
# lost: all stores after the first
# mirrors: -
# class: pml
# where: vmx:tdp0
# kernels: 6.12-7.3
# files: arch/x86/kvm/mmu/mmu.c
/^static void kvm_mmu_clear_dirty_pt_masked(/,/^}/s/if (!kvm_memslots_have_rmaps(kvm))/if (!kvm_shadow_root_allocated(kvm))/
