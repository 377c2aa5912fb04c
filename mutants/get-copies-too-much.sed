# SPDX-License-Identifier: GPL-2.0-only
#
# A bitmap has room for eight words or a multiple, and all of it is copied.
#
# lost: what is behind the bitmap in the VMM's memory
# mirrors: -
# class: api
# where: svm vmx arm64
# kernels: 6.12-7.3
# files: virt/kvm/kvm_main.c
/^static int kvm_alloc_dirty_bitmap(/,/^}/s/dirty_bytes = kvm_dirty_bitmap_bytes(memslot);/dirty_bytes = 2 * ALIGN(kvm_dirty_bitmap_bytes(memslot), 64);/
/^int kvm_get_dirty_log(/,/^}/s/\(copy_to_user(log->dirty_bitmap, .*, \)n)/\1ALIGN(n, 64))/
/^static int kvm_get_dirty_log_protect(/,/^}/s/\(copy_to_user(log->dirty_bitmap, .*, \)n)/\1ALIGN(n, 64))/
