// SPDX-License-Identifier: GPL-2.0-only
//
// A reset looks the slot up in the first address space, whatever address
// space the entry names.
//
// lost: pages that the guest writes in SMM are not protected again: the next
//   write to them is lost
// mirrors: B21, 817fa998362d (6.4) "KVM: x86/mmu: Grab memslot for correct
//   address space in NX recovery worker"
// class: dirty-ring
// where: svm vmx
// kernels: 5.11-
// files: virt/kvm/dirty_ring.c
@@
expression kvm, as_id;
@@
  kvm_reset_dirty_gfn(...)
  {
  <...
- __kvm_memslots(kvm, as_id)
+ __kvm_memslots(kvm, 0)
  ...>
  }
