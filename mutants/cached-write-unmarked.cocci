// SPDX-License-Identifier: GPL-2.0-only
//
// KVM's writes through a cached translation (kvmclock, async page faults,
// local APIC state) are not marked dirty.
//
// lost: the pages of kvmclock and the like
// mirrors: B26, cf1d88b36ba7 (5.18) "KVM: Remove dirty handling from
//   gfn_to_pfn_cache completely"
// class: own-writes
// where: svm vmx
// kernels: 4.20-
// files: virt/kvm/kvm_main.c
@@
@@
  kvm_write_guest_offset_cached(...)
  {
  <...
- mark_page_dirty_in_slot(...);
  ...>
  }
