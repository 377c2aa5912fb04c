# SPDX-License-Identifier: GPL-2.0-only
#
# When a slot begins to log with PML, the mappings of nested guests are left as they are if
# there is a TDP MMU: the shadow MMU is taken to have none then.
#
# A nested guest writes a page, userspace switches the logging of the slot on, and the nested
# guest writes the page again. Its mapping is writable, and PML does not log for it.
#
# lost: writes of a nested guest to pages that it has mapped writable
# mirrors: the class of 2673dfb591a3 (6.9), nested guests and PML, at the switching on
# class: pml
# where: vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/mmu/mmu.c
/^void kvm_mmu_slot_leaf_clear_dirty(/,/^}/s/if (kvm_memslots_have_rmaps(kvm)) {/if (!tdp_mmu_enabled) {/
