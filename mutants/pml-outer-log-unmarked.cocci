// SPDX-License-Identifier: GPL-2.0-only
//
// KVM emulates PML for an outer guest, and writes to the outer guest's PML
// buffer without marking the page dirty.
//
// lost: the outer guest's PML buffer: if the outer guest migrates its own
//   guest, that migration loses pages
// mirrors: B9, 2dbebf7ae1ed (5.8) "KVM: nVMX: Plumb L2 GPA through to PML
//   emulation": a log for the outer guest
// class: nested
// where: vmx
// kernels: 5.8-
// files: arch/x86/kvm/vmx/nested.c
@@
expression vcpu, dst, from, offset, bytes;
@@
  nested_vmx_write_pml_buffer(...)
  {
  <...
- kvm_write_guest_page(vcpu->kvm, gpa_to_gfn(dst), from, offset, bytes)
+ copy_to_user((void *)kvm_vcpu_gfn_to_hva(vcpu, gpa_to_gfn(dst)) + offset,
+	       from, bytes)
  ...>
  }
