# SPDX-License-Identifier: GPL-2.0-only
#
# When a slot begins to log, its mappings are write-protected only if it has a bitmap,
# which slots of a VM with a dirty ring do not have.
#
# lost: pages that were mapped writable when a slot of a VM with a ring began to log
# mirrors: -
# class: dirty-ring
# where: svm
# kernels: 7.0-
# files: arch/x86/kvm/x86.c
/^static void kvm_mmu_slot_apply_flags(/,/^}/s/^\t\tif (kvm_dirty_log_manual_protect_and_init_set(kvm))$/\t\tif (!new->dirty_bitmap ||\n\t\t    kvm_dirty_log_manual_protect_and_init_set(kvm))/
