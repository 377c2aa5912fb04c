# SPDX-License-Identifier: GPL-2.0-only
#
# A slot that begins to log is not protected in a VM with manual protection, as if all of
# its pages began dirty. They do so only with the second flag of the capability,
# KVM_DIRTY_LOG_INITIALLY_SET. With KVM_DIRTY_LOG_MANUAL_PROTECT_ENABLE alone, a store to a
# page that the guest had written before the logging is in no log.
#
# lost: writes to pages that were writable before the logging, in a VM with manual
#   protection and no initially set bits
# mirrors: none; a plausible slip in kvm_mmu_slot_apply_flags(), around 3c9bd4006bfc (5.7)
#   "KVM: x86: enable dirty log gradually in small chunks"
# class: x86-mmu
# where: svm vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/x86.c
/^static void kvm_mmu_slot_apply_flags(/,/^}/{
	s/if (kvm_dirty_log_manual_protect_and_init_set(kvm))$/if (kvm->manual_dirty_log_protect)/
}
