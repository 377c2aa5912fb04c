# SPDX-License-Identifier: GPL-2.0-only
#
# Where an emulated instruction has two operands in memory, KVM takes the address of the
# fault for both of them, if the offsets in their pages are the same. When the guest copies
# from a device to memory by a MOVS, or pushes what it reads there, the store goes to the
# device, and the page of memory stays as it was.
#
# lost: what a MOVS without a REP prefix copies from a device to memory at the same offset
#   of a page: the page is neither written nor reported
# mirrors: the undoing of a check in "KVM: x86: Avoid guest page table walk when
#   gpa_available is set" (4.14) and the commits before it
# class: emulator
# where: svm vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/emulate.c
/^bool emulator_can_use_gpa(/,/^}/{
	/^\tif (ctxt->d & TwoMemOp)$/,/^$/d
}
