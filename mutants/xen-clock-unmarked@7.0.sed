# SPDX-License-Identifier: GPL-2.0-only
#
# One function writes the clocks of KVM's own guests and of Xen's, and the page of the
# former alone is marked.
#
# lost: the time of a Xen guest (KVM_XEN_VCPU_ATTR_TYPE_VCPU_TIME_INFO, and that in the vcpu_info)
# mirrors: none; a plausible slip in kvm_setup_guest_pvclock(), which knows the clock by
#   the cache that it is given
# class: own-writes
# where: svm vmx
# kernels: 7.0-7.3
# files: arch/x86/kvm/x86.c
/^static void kvm_setup_guest_pvclock(/,/^}/s/^\tkvm_gpc_mark_dirty_in_slot(gpc);$/\tif (gpc == \&vcpu->arch.pv_time)\n\t&/
