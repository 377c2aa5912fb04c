// SPDX-License-Identifier: GPL-2.0-only
//
// KVM maps a page ahead of the guest, because a worker has fetched the page
// or userspace asks for it. The mapping is writable, and the page is not
// marked dirty.
//
// lost: stores to pages that were swapped out
// mirrors: the class of B22, bcc4f2bc5026 (5.16) "KVM: MMU: mark page dirty in
//   make_spte"
// class: x86-mmu
// where: svm:default,npt0 vmx
// kernels: 5.16-
// files: arch/x86/kvm/mmu/spte.c
@@
expression vcpu, slot, gfn;
@@
  make_spte(...)
  {
  <...
- mark_page_dirty_in_slot(vcpu->kvm, slot, gfn);
+ if (!prefetch)
+ 	mark_page_dirty_in_slot(vcpu->kvm, slot, gfn);
  ...>
  }
