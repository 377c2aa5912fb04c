// SPDX-License-Identifier: GPL-2.0-only
//
// What KVM wrote to guest memory through a mapping of its own is not marked when it
// ends the mapping: a nested guest's control block, pages of its hypervisor.
//
// lost: the hypervisor's pages that KVM writes at a nested exit
// mirrors: G25: KVM marks what it has mapped when the mapping ends
// class: own-writes
// where: svm
// kernels: 5.6-6.16
// files: virt/kvm/kvm_main.c
@@
identifier dirty;
@@
  kvm_vcpu_unmap(...)
  {
  <...
- if (dirty)
- 	kvm_vcpu_mark_page_dirty(...);
  ...>
  }
