// SPDX-License-Identifier: GPL-2.0-only
//
// KVM clears the dirty bits of nested guests' mappings instead of
// write-protecting them. PML does not log for nested guests.
//
// lost: writes of a nested guest after the first harvest
// mirrors: B16, 2673dfb591a3 (6.9, CVE-2024-26990) "KVM: x86/mmu: Write-
//   protect L2 SPTEs in TDP MMU when clearing dirty status"
// class: nested
// where: vmx
// kernels: 7.0-
// files: arch/x86/kvm/mmu/mmu_internal.h
@@
identifier kvm, sp;
@@
  kvm_mmu_page_ad_need_write_protect(...)
  {
  <...
- kvm->arch.cpu_dirty_log_size && sp->role.guest_mode
+ false
  ...>
  }
