# SPDX-License-Identifier: GPL-2.0-only
#
# Right, and as cheap: a field of the slot is read twice.
#
# dearer: -
# kernels: 6.12
# files: virt/kvm/kvm_main.c
/^static int kvm_get_dirty_log_protect/,/^}/s/^\tn = kvm_dirty_bitmap_bytes(memslot);/\t(void)READ_ONCE(memslot->npages);\n&/
