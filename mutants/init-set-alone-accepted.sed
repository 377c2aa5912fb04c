# SPDX-License-Identifier: GPL-2.0-only
#
# KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2 accepts KVM_DIRTY_LOG_INITIALLY_SET without
# KVM_DIRTY_LOG_MANUAL_PROTECT_ENABLE, on which that flag depends, and switches
# manual protection on by it: KVM_GET_DIRTY_LOG no longer clears what it reports.
#
# lost: nothing; a VMM that asks for the second flag alone is not told that there is
#	no such mode, and each KVM_GET_DIRTY_LOG reports all pages
# mirrors: -
# class: api
# where: svm vmx arm64
# kernels: 7.0-
# files: virt/kvm/kvm_main.c
/^static int kvm_vm_ioctl_enable_cap_generic(/,/^}/{
s/u64 allowed_options = KVM_DIRTY_LOG_MANUAL_PROTECT_ENABLE;/u64 allowed_options = KVM_DIRTY_LOG_MANUAL_CAPS;/
/if (cap->args\[0\] & KVM_DIRTY_LOG_MANUAL_PROTECT_ENABLE)/,/^$/d
}
