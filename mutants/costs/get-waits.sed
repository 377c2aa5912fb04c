# SPDX-License-Identifier: GPL-2.0-only
#
# KVM_GET_DIRTY_LOG waits for a grace period, as it did from 2009 to 2012.
#
# dearer: get/idle@*
# kernels: 6.12
# files: virt/kvm/kvm_main.c
/^static int kvm_get_dirty_log_protect/,/^}/s/^	n = kvm_dirty_bitmap_bytes(memslot);/	synchronize_srcu(\&kvm->srcu);\n&/
