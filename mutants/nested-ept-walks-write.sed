# SPDX-License-Identifier: GPL-2.0-only
#
# The processor sets accessed and dirty bits in KVM's tables for a nested guest, though the
# outer guest's tables have no such bits.
#
# lost: nothing: tables that are read are reported
# mirrors: -
# class: nested
# where: vmx
# kernels: 7.0-7.3
# files: arch/x86/kvm/vmx/vmx.c
/^static u64 construct_eptp(/,/^}/s/if (enable_ept_ad_bits && !root->role\.ad_disabled)/if (enable_ept_ad_bits)/
