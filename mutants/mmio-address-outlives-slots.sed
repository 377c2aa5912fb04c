# SPDX-License-Identifier: GPL-2.0-only
#
# KVM remembers at which virtual address it found a device, and does not forget it when a slot
# comes there.
#
# lost: emulated stores to memory where no slot was
# mirrors: -
# class: memslot
# where: svm:npt0
# kernels: 6.1-
# files: arch/x86/kvm/x86.h
/^static inline bool vcpu_match_mmio_gva(/,/^}/s/vcpu_match_mmio_gen(vcpu) && //
