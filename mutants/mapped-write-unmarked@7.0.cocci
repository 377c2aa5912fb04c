// SPDX-License-Identifier: GPL-2.0-only
//
// What KVM wrote to guest memory through a mapping of its own is not marked when it
// ends the mapping: a nested guest's control block, pages of its hypervisor.
//
// lost: the hypervisor's pages that KVM writes at a nested exit
// mirrors: G25, G26: kvm_vcpu_unmap() marks whenever it was mapped writable
// class: own-writes
// where: svm
// kernels: 7.0-
// files: virt/kvm/kvm_main.c
@@
identifier map, vcpu;
@@
  kvm_vcpu_unmap(...)
  {
  ...
- if (map->writable)
- 	kvm_vcpu_mark_page_dirty(vcpu, map->gfn);
  ...
  }
