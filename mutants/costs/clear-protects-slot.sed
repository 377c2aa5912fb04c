# SPDX-License-Identifier: GPL-2.0-only
#
# KVM_CLEAR_DIRTY_LOG write-protects the whole slot once more.
#
# dearer: clear/one-page@clear
# kernels: 6.12
# files: virt/kvm/kvm_main.c
/^static int kvm_clear_dirty_log_protect/,/^}/s/^\tKVM_MMU_UNLOCK(kvm);/\tfor (offset = 0; offset + BITS_PER_LONG <= memslot->npages; offset += BITS_PER_LONG)\n\t\tkvm_arch_mmu_enable_log_dirty_pt_masked(kvm, memslot, offset, ~0ul);\n&/
