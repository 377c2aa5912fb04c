# SPDX-License-Identifier: GPL-2.0-only
#
# The shadow MMU write-protects a nested guest's page only if its mapping has no dirty bit.
# If the hypervisor uses the accessed and dirty bits of its EPT tables, the mapping has one,
# and KVM clears that, but the processor does not log for nested guests.
#
# lost: later writes of a nested guest whose hypervisor has these bits enabled in EPT
# mirrors: the class of 2673dfb591a3 (6.9) "KVM: x86/mmu: Write-protect L2 SPTEs in TDP MMU
#   when clearing dirty status", in the shadow MMU
# class: pml
# where: vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/mmu/mmu.c
/^static bool __rmap_clear_dirty(/,/^}/s/if (spte_ad_need_write_protect(\*sptep))/if (!spte_ad_enabled(*sptep))/
