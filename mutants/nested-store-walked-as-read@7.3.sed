# SPDX-License-Identifier: GPL-2.0-only
#
# When KVM emulates an instruction of a nested guest, it walks the tables that the
# hypervisor has for its guest as for a read, also if the instruction writes.
#
# A hypervisor write-protects a page of its nested guest, to log it. The nested guest writes
# the page by an instruction that KVM emulates, such as a MOVS from a device. The hypervisor
# gets no exit, and no dirty bit is set in its table.
#
# lost: for the outer guest, what its nested guest writes by emulated instructions
# mirrors: none; a plausible slip in translate_nested_gpa(), which changes the access
# class: nested
# where: svm vmx
# kernels: 7.3-7.3
# files: arch/x86/kvm/svm/nested.c arch/x86/kvm/vmx/nested.c
/^static gpa_t [a-z]*_translate_nested_gpa(/,/^}/s/^	return w->gva_to_gpa(vcpu, w, gpa, access, exception);$/	return w->gva_to_gpa(vcpu, w, gpa, access \& ~PFERR_WRITE_MASK, exception);/
