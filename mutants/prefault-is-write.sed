# SPDX-License-Identifier: GPL-2.0-only
#
# KVM_PRE_FAULT_MEMORY faults pages in as if the guest wrote them.
#
# lost: nothing; pages that a VMM faulted in early are sent though nobody
#   wrote them
# mirrors: none; the class of the fixes to KVM_PRE_FAULT_MEMORY in 6.11 to
#   6.16
# class: over-report
# where: svm
# kernels: 6.12-
# files: arch/x86/kvm/mmu/mmu.c
s/^	u64 error_code = PFERR_GUEST_FINAL_MASK;$/	u64 error_code = PFERR_GUEST_FINAL_MASK | PFERR_WRITE_MASK;/
