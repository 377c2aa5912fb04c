# SPDX-License-Identifier: GPL-2.0-only
#
# KVM_GET_DIRTY_LOG drops and takes mmu_lock for each word of the bitmap, dirty or not.
#
# dearer: get/idle@bitmap
# kernels: 6.12
# files: virt/kvm/kvm_main.c
/^static int kvm_get_dirty_log_protect/,/^}/s/^\t\t\tif (!dirty_bitmap\[i\])/\t\t\tKVM_MMU_UNLOCK(kvm);\n\t\t\tKVM_MMU_LOCK(kvm);\n&/
