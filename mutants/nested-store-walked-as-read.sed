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
# kernels: 6.12-6.12
# files: arch/x86/kvm/x86.c
/^gpa_t translate_nested_gpa(/,/^}/s/^	access |= PFERR_USER_MASK;$/	access = (access \& ~PFERR_WRITE_MASK) | PFERR_USER_MASK;/
