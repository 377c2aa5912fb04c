# SPDX-License-Identifier: GPL-2.0-only
#
# KVM_CLEAR_DIRTY_LOG fails where manual protection is off.
#
# lost: nothing: whoever clears a log gets an error
# mirrors: -
# class: api
# where: svm vmx arm64
# kernels: 6.12-7.3
# files: virt/kvm/kvm_main.c
/^static int kvm_clear_dirty_log_protect(/,/^}/s/if (!kvm_use_dirty_bitmap(kvm))/if (!kvm_use_dirty_bitmap(kvm) || !kvm->manual_dirty_log_protect)/
