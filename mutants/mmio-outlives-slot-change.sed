# SPDX-License-Identifier: GPL-2.0-only
#
# KVM compares the generation of an entry for MMIO with that of the slots that the vCPU saw
# last. A vCPU that has not looked for a slot since the last change takes the entry as good.
#
# lost: stores of a vCPU to a page of a new slot, if the vCPU took the page for MMIO
#   before and looked at no other memory until the first store: they go to userspace
# mirrors: none; a plausible slip in check_mmio_spte()
# class: memslot
# where: svm vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/mmu/mmu.c
/^static bool check_mmio_spte(/,/^}/s/^	gen = kvm_vcpu_memslots(vcpu)->generation;$/	gen = vcpu->last_used_slot_gen;/
