// SPDX-License-Identifier: GPL-2.0-only
//
// What KVM notes in the log by the processor (PML) of a guest that has a guest is
// written past the dirty log.
//
// lost: the outer guest's own log: if that is a hypervisor that migrates its guest,
//   it loses pages of it
// mirrors: B9, 2dbebf7ae1ed (5.8) "KVM: nVMX: Plumb L2 GPA through to PML emulation":
//   a log for the outer guest that nobody had looked at
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
