# SPDX-License-Identifier: GPL-2.0-only
#
# An entry has the address space of the vCPU, and not of the page's slot.
#
# lost: KVM's own writes for a vCPU in SMM
# mirrors: -
# class: dirty-ring
# where: svm vmx
# kernels: 6.12-7.3
# files: virt/kvm/kvm_main.c
/^void mark_page_dirty_in_slot(/,/^}/s/u32 slot = (memslot->as_id << 16) | memslot->id;/u32 slot = ((vcpu ? kvm_arch_vcpu_memslots_id(vcpu) : memslot->as_id) << 16) | memslot->id;/
