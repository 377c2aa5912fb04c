# SPDX-License-Identifier: GPL-2.0-only
#
# KVM has the same tables for the guest and for its nested guest, where the outer guest
# uses no EPT.
#
# lost: stores of the nested guest, which PML does not see
# mirrors: -
# class: nested
# where: vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/mmu/mmu.c
/^kvm_calc_tdp_mmu_root_page_role(/,/^}/{
/role\.guest_mode = cpu_role\.base\.guest_mode;/d
}
