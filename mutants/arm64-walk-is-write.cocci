// SPDX-License-Identifier: GPL-2.0-only
//
// A walk of the guest's page tables that faults is taken for a write, even if
// it only reads.
//
// lost: nothing that is logged: tables in read-only memory give the guest an
//   abort, without a fault of the guest's
// mirrors: B39, 406504c7b040 (6.2) "KVM: arm64: Fix S1PTW handling on RO memslots"
// class: arm64
// where: arm64
// kernels: 6.2-
// files: arch/arm64/kvm/mmu.c
@@
identifier vcpu, write_fault;
@@
  kvm_handle_guest_abort(struct kvm_vcpu *vcpu)
  {
  <...
- write_fault = kvm_is_write_fault(vcpu);
+ write_fault = kvm_is_write_fault(vcpu) || kvm_vcpu_abt_iss1tw(vcpu);
  ...>
  }
