# SPDX-License-Identifier: GPL-2.0-only
#
# Right, and as cheap: CLEAR looks at its number of pages once more.
#
# dearer: -
# kernels: 6.12
# files: virt/kvm/kvm_main.c
/^static int kvm_clear_dirty_log_protect/,/^}/s/^\tkvm_arch_sync_dirty_log(kvm, memslot);/\tif (!log->num_pages)\n\t\tcond_resched();\n&/
