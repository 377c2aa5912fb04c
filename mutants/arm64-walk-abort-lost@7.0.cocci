// SPDX-License-Identifier: GPL-2.0-only
//
// A walk of the guest's page tables has to set a bit in a read-only slot. KVM
// treats the walk like a store to a device, and does not inject an abort into
// the guest.
//
// lost: nothing that is logged: the guest hangs, or userspace gets an exit
//   without information
// mirrors: B39, 406504c7b040 (6.2) "KVM: arm64: Fix S1PTW handling on RO memslots"
// class: arm64
// where: arm64
// kernels: 7.0-
// files: arch/arm64/kvm/mmu.c
@@
identifier vcpu, ret;
@@
  kvm_handle_guest_abort(...)
  {
  <...
- if (kvm_vcpu_abt_iss1tw(vcpu)) {
+ if (false) {
  ret = kvm_inject_sea_dabt(vcpu, ...);
  ...
  }
  ...>
  }
