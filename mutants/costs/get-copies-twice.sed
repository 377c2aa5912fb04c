# SPDX-License-Identifier: GPL-2.0-only
#
# KVM_GET_DIRTY_LOG copies the bitmap to the caller twice.
#
# dearer: get/idle@clear
# kernels: 6.12
# files: virt/kvm/kvm_main.c
/^static int kvm_get_dirty_log_protect/,/^}/s/^\tif (copy_to_user(log->dirty_bitmap, dirty_bitmap_buffer, n))/&\n\t\treturn -EFAULT;\n&/
