// SPDX-License-Identifier: GPL-2.0-only
//
// The page of a nested guest's virtual APIC, which the processor writes, is not marked
// when the nested guest exits to KVM.
//
// lost: that page, in a migration that ends while the nested guest runs
// mirrors: f74bb1d2eda1 (2025) "KVM: nVMX: Precisely mark vAPIC and PID maps dirty"
// class: own-writes
// where: vmx
// kernels: 5.1-6.16
// files: arch/x86/kvm/vmx/nested.c
@@
identifier gfn, vmcs12;
@@
  nested_mark_vmcs12_pages_dirty(...)
  {
  <...
  gfn = vmcs12->virtual_apic_page_addr >> PAGE_SHIFT;
- kvm_vcpu_mark_page_dirty(...);
  ...>
  }
