// SPDX-License-Identifier: GPL-2.0-only
//
// The page with a nested guest's bitmap of MSRs, which KVM only reads, is marked at each
// entry of the nested guest.
//
// lost: nothing; a migration sends the page in each pass
// mirrors: X13: kvm_vcpu_unmap() marks what was mapped writable, written or not
// class: over-report
// where: vmx
// kernels: 5.1-6.16
// files: arch/x86/kvm/vmx/nested.c
@@
identifier vcpu, vmx;
@@
  nested_vmx_prepare_msr_bitmap(...)
  {
  <...
- kvm_vcpu_unmap(vcpu, &vmx->nested.msr_bitmap_map, false)
+ kvm_vcpu_unmap(vcpu, &vmx->nested.msr_bitmap_map, true)
  ...>
  }
