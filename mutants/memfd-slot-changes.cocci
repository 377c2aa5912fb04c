// SPDX-License-Identifier: GPL-2.0-only
//
// A slot of guest_memfd takes calls that change it.
//
// lost: nothing by itself; the memory is bound to the slot once more
// mirrors: S23
// class: memslot
// where: svm vmx
// kernels: 7.0-
// files: virt/kvm/kvm_main.c
@@
identifier mem, old;
@@
  kvm_set_memory_region(...)
  {
  <...
- if (mem->flags & KVM_MEM_GUEST_MEMFD)
- 	return -EINVAL;
  if ((mem->userspace_addr != old->userspace_addr) || ...)
  	return -EINVAL;
  ...>
  }
