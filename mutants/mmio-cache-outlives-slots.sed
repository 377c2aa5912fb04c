# SPDX-License-Identifier: GPL-2.0-only
#
# A vCPU remembers the last page that was no memory, also after a slot was put there.
#
# lost: stores to a new slot, in a page that the vCPU has used before the slot was there:
#   they go to userspace, and not to the memory
# mirrors: 56f17dd3fbc4 (3.17) "kvm: x86: fix stale mmio cache bug"
# class: memslot
# where: svm vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/x86.h
/^static inline bool vcpu_match_mmio_gpa(/,/^}/s/vcpu_match_mmio_gen(vcpu) && //
