# SPDX-License-Identifier: GPL-2.0-only
#
# KVM_GET_DIRTY_LOG looks at each bit of the bitmap, and not at words.
#
# dearer: get/idle@bitmap
# kernels: 6.12
# files: virt/kvm/kvm_main.c
/^static int kvm_get_dirty_log_protect/,/^}/s/^\t\t\tif (!dirty_bitmap\[i\])/\t\t\tint bit, bits = 0;\n\n\t\t\tfor (bit = 0; bit < BITS_PER_LONG; bit++)\n\t\t\t\tbits += (READ_ONCE(dirty_bitmap[i]) >> bit) \& 1;\n\t\t\tif (!bits)/
