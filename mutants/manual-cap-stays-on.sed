# SPDX-License-Identifier: GPL-2.0-only
#
# A VM keeps each option of manual protection that it was ever given: KVM adds the options
# of a new call to those that it has.
#
# Userspace enables KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2 and disables it again. From then on
# KVM_GET_DIRTY_LOG must clear what it reports. KVM does not, and each call reports the
# pages of the calls before.
#
# lost: nothing; pages that were harvested are reported again though nobody wrote them
# mirrors: none; a plausible slip in kvm_vm_ioctl_enable_cap_generic(), around 3c9bd4006bfc
#   (5.7) "KVM: x86: enable dirty log gradually in small chunks"
# class: over-report
# where: svm vmx arm64
# kernels: 6.12-7.3
# files: virt/kvm/kvm_main.c
s/^		kvm->manual_dirty_log_protect = cap->args\[0\];$/		kvm->manual_dirty_log_protect |= cap->args[0];/
