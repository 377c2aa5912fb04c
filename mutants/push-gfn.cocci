// SPDX-License-Identifier: GPL-2.0-only
//
// A ring entry holds the page's number in guest memory, not in its slot.
//
// lost: the written pages: other pages are reported in their place
// mirrors: B10, c3bb9a20834f (5.12): an address of the wrong kind
// class: dirty-ring
// where: svm vmx arm64
// kernels: 5.11-
// files: virt/kvm/kvm_main.c
@@
expression vcpu, slot, rel_gfn;
identifier kvm, memslot, gfn;
@@
  mark_page_dirty_in_slot(struct kvm *kvm,
  			  const struct kvm_memory_slot *memslot, gfn_t gfn)
  {
  <...
- kvm_dirty_ring_push(vcpu, slot, rel_gfn);
+ kvm_dirty_ring_push(vcpu, slot, gfn);
  ...>
  }
