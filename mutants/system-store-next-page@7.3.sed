# SPDX-License-Identifier: GPL-2.0-only
#
# KVM translates the address of a system instruction's operand once, and takes the page
# behind the first one's in guest memory for the second one.
#
# lost: the second page of an SGDT, FXSAVE and the like that KVM emulates over the edge of a
#   page, where the next page of the guest's addresses is another page of its memory: that
#   page is not written, and one that the guest did not write is
# mirrors: none; a plausible slip in kvm_write_guest_virt_helper(), as
#   kvm_vcpu_write_guest() goes over the edges of pages by itself
# class: emulator
# where: svm vmx
# kernels: 7.3-7.3
# files: arch/x86/kvm/x86.c
/^static int kvm_write_guest_virt_helper(/,/^}/ {
	s/^\tint r = X86EMUL_CONTINUE;$/\tgpa_t gpa = gva_walk->gva_to_gpa(vcpu, gva_walk, addr, access, exception);\n&/
	/^\t\tgpa_t gpa = gva_walk->gva_to_gpa(/d
	s/^\t\taddr += towrite;$/&\n\t\tgpa += towrite;/
}
