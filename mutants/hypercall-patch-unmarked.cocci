// SPDX-License-Identifier: GPL-2.0-only
//
// When KVM replaces the hypercall instruction of another vendor's processors,
// it does not mark the page with the guest's code dirty.
//
// lost: nothing at first, because the destination patches the code again,
//   unless the destination has the other vendor's processor
// mirrors: B17, 910c57dfa4d1 (6.9) "KVM: x86: Mark target gfn of emulated atomic
//   instruction as dirty"
// class: own-writes
// where: svm vmx
// kernels: 6.1-
// files: arch/x86/kvm/x86.c
@@
expression ctxt, rip, insn;
@@
  emulator_fix_hypercall(...)
  {
  ...
- return emulator_write_emulated(ctxt, rip, insn, 3, ...);
+ {
+	struct x86_exception e;
+	gpa_t gpa = kvm_mmu_gva_to_gpa_write(vcpu, rip, &e);
+	unsigned long at = kvm_vcpu_gfn_to_hva(vcpu, gpa_to_gfn(gpa));
+
+	if (copy_to_user((void *)(at + offset_in_page(gpa)), insn, 3))
+		return X86EMUL_UNHANDLEABLE;
+	return X86EMUL_CONTINUE;
+ }
  }
