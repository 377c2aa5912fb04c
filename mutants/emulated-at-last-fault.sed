# SPDX-License-Identifier: GPL-2.0-only
#
# When KVM emulates an instruction after a page fault, it keeps the guest-physical
# address of the fault so that it needs not walk the guest's tables. It does not
# forget the address when it begins with the next instruction, which may be emulated
# for another reason, as INS is. If the operand of that one has the same offset in
# its page, KVM stores at the address of the last fault. A guest with two-dimensional
# paging writes to a device, and then reads a port by INSB to memory at the same
# offset in another page: the byte goes to the device.
#
# lost: the store: its page is neither written nor marked
# mirrors: -
# class: emulator
# where: svm vmx
# kernels: 7.0-
# files: arch/x86/kvm/x86.c
/^static void init_emulate_ctxt(/,/^}/{
/^\tctxt->gpa_available = false;$/d
}
