// SPDX-License-Identifier: GPL-2.0-only
//
// Mappings of nested guests have their dirty bit cleared, which PML does not
// watch there, and are not write-protected.
//
// lost: what a nested guest writes after the first harvest
// mirrors: B16, 2673dfb591a3 (6.9, CVE-2024-26990) "KVM: x86/mmu: Write-
//   protect L2 SPTEs in TDP MMU when clearing dirty status"
// class: nested
// where: vmx
// kernels: 6.9-
// files: arch/x86/kvm/mmu/mmu_internal.h
@@
identifier sp;
@@
  kvm_mmu_page_ad_need_write_protect(...)
  {
  <...
- kvm_x86_ops.cpu_dirty_log_size && sp->role.guest_mode
+ false
  ...>
  }
