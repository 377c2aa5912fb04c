// SPDX-License-Identifier: GPL-2.0-only
//
// A walk of the guest's page tables that would have to write to a read-only slot
// is treated like a store to a device, which it is not: the guest is not told.
//
// lost: nothing that is logged: the guest stands still, or userspace gets an exit
//   that says nothing
// mirrors: B39, 406504c7b040 (6.2) "KVM: arm64: Fix S1PTW handling on RO memslots"
// class: arm64
// where: arm64
// kernels: 6.2-
// files: arch/arm64/kvm/mmu.c
@@
identifier vcpu;
expression e;
@@
  kvm_handle_guest_abort(...)
  {
  <...
- if (kvm_vcpu_abt_iss1tw(vcpu)) {
+ if (false) {
  kvm_inject_dabt(vcpu, e);
  ...
  }
  ...>
  }
