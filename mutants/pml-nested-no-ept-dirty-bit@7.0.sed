# SPDX-License-Identifier: GPL-2.0-only
#
# The TDP MMU clears the dirty bits of a nested guest's mappings, where it should
# write-protect them. It maps for nested guests whose hypervisor uses no EPT.
#
# lost: later writes of a nested guest that runs without EPT
# mirrors: the undoing of 2673dfb591a3 (6.9) "KVM: x86/mmu: Write-protect L2 SPTEs in TDP
#   MMU when clearing dirty status"
# class: pml
# where: vmx
# kernels: 7.0-7.3
# files: arch/x86/kvm/mmu/tdp_mmu.c
/^static bool tdp_mmu_need_write_protect(/,/^}/s/return kvm_mmu_page_ad_need_write_protect(kvm, sp) || !kvm_ad_enabled;/return !kvm_ad_enabled;/
