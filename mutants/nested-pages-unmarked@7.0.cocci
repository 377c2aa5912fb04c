// SPDX-License-Identifier: GPL-2.0-only
//
// The page of a nested guest's virtual APIC, which the processor writes, is not marked
// when the nested guest exits to KVM.
//
// lost: that page, in a migration that ends while the nested guest runs
// mirrors: f74bb1d2eda1 (2025) "KVM: nVMX: Precisely mark vAPIC and PID maps dirty"
// class: own-writes
// where: vmx
// kernels: 7.0-
// files: arch/x86/kvm/vmx/vmx.c
@@
identifier vcpu, vmx;
@@
  nested_vmx_mark_all_vmcs12_pages_dirty(...)
  {
  <...
- kvm_vcpu_map_mark_dirty(vcpu, &vmx->nested.virtual_apic_map);
  ...>
  }
