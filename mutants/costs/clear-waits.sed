# SPDX-License-Identifier: GPL-2.0-only
#
# KVM_CLEAR_DIRTY_LOG waits for a grace period.
#
# dearer: clear/calls@clear
# kernels: 6.12
# files: virt/kvm/kvm_main.c
/^static int kvm_clear_dirty_log_protect/,/^}/s/^\tn = ALIGN(log->num_pages, BITS_PER_LONG) \/ 8;/\tsynchronize_srcu(\&kvm->srcu);\n&/
