# SPDX-License-Identifier: GPL-2.0-only
#
# KVM forgets which vCPU runs when the vCPU was preempted.
#
# lost: pages that are written after a preemption are in no ring
# mirrors: the class of 7495e22bb165 (5.12), kvm_get_running_vcpu()
# class: dirty-ring
# where: svm
# kernels: 6.12-
# files: virt/kvm/kvm_main.c
/^static void kvm_sched_in(/,/^}/{/__this_cpu_write(kvm_running_vcpu, vcpu);/d}
