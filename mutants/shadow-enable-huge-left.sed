# SPDX-License-Identifier: GPL-2.0-only
#
# When a slot begins to log, the shadow MMU protects mappings of the lowest level alone.
# Huge ones are taken to be split by then, which only a TDP MMU does.
#
# A guest writes to memory that is mapped by a huge page. Userspace switches the logging on,
# and the guest writes to any page of the same huge page.
#
# lost: writes to memory that was mapped by huge pages before its slot began to log
# mirrors: none; a plausible slip in kvm_mmu_slot_remove_write_access(), around a3fe5dbda0a4
#   (5.18), which splits huge pages eagerly in the TDP MMU
# class: x86-mmu
# where: svm:tdp0
# kernels: 6.12-7.3
# files: arch/x86/kvm/mmu/mmu.c
/^void kvm_mmu_slot_remove_write_access(/,/^}/s/start_level, KVM_MAX_HUGEPAGE_LEVEL, false/start_level, start_level, false/
