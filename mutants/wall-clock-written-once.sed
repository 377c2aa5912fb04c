# SPDX-License-Identifier: GPL-2.0-only
#
# A guest asks for the wall clock by writing an address to an MSR, each time that it
# wants to read the clock. KVM writes the clock only if the address is another than
# the last.
#
# lost: the clock: a guest that asks again at the same address reads the old time, and
#	the page is not marked
# mirrors: -
# class: own-writes
# where: svm vmx
# kernels: 7.0-
# files: arch/x86/kvm/msrs.c
s/^\t\tvcpu->kvm->arch\.wall_clock = data;$/\t\tif (vcpu->kvm->arch.wall_clock == data)\n\t\t\tbreak;\n\n&/
