# SPDX-License-Identifier: GPL-2.0-only
#
# KVM remembers that it has told the guest, in the record of stolen time, that the
# host took the vCPU off its processor, and does not tell it twice. It does not
# forget that when the vCPU runs again, so each later preemption is neither written
# nor marked. A log is read while the vCPU runs, then the vCPU is preempted for the
# second time, and the log is read again.
#
# lost: the flag in the record: the first preemption is the only one that a guest
#	ever sees, here and after a migration
# mirrors: -
# class: own-writes
# where: svm vmx
# kernels: 7.0-
# files: arch/x86/kvm/x86.c
/^static void record_steal_time(/,/^}/{
/^\t\tvcpu->arch\.st\.preempted = 0;$/d
}
