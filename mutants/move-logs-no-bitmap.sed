# SPDX-License-Identifier: GPL-2.0-only
#
# A slot that moves and begins to log in the same call gets no bitmap.
#
# lost: all that is written to such a slot
# mirrors: none; kvm_prepare_memory_region() of 5.18 decides by what is new
# class: memslot
# where: svm
# kernels: 6.12-
# files: virt/kvm/kvm_main.c
/^static int kvm_prepare_memory_region(/,/^}/s/else if (kvm_use_dirty_bitmap(kvm)) {/else if (change != KVM_MR_MOVE \&\& kvm_use_dirty_bitmap(kvm)) {/
