# SPDX-License-Identifier: GPL-2.0-only
#
# KVM_CLEAR_DIRTY_LOG flushes the TLBs for each word of the bitmap that has a page.
#
# dearer: clear/pages@clear
# kernels: 6.12
# files: virt/kvm/kvm_main.c
/^static int kvm_clear_dirty_log_protect/,/^}/s/^\t\t\tflush = true;/\t\t\tkvm_flush_remote_tlbs_memslot(kvm, memslot);\n&/
