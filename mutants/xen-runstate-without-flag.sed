# SPDX-License-Identifier: GPL-2.0-only
#
# The run state of a Xen guest is marked only where the guest is told by a flag that it is
# being written.
#
# lost: the run state, where KVM_XEN_ATTR_TYPE_RUNSTATE_UPDATE_FLAG is off, as it is at first
# mirrors: the class of d8ba8ba4c801 (6.2) "KVM: x86/xen: Allow XEN_RUNSTATE_UPDATE flag
#   behaviour to be configured"
# class: own-writes
# where: svm vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/xen.c
/^static void kvm_xen_update_runstate_guest(/,/^}/s/^\tkvm_gpc_mark_dirty_in_slot(gpc1);$/\tif (update_bit)\n\t&/
