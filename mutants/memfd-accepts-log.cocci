// SPDX-License-Identifier: GPL-2.0-only
//
// A slot of guest_memfd may ask for a dirty log, which stays empty.
//
// lost: all that the guest writes to such memory
// mirrors: S16
// class: memslot
// where: svm vmx
// kernels: 7.0-
// files: virt/kvm/kvm_main.c
@@
identifier mem, valid_flags;
@@
  check_memory_region_flags(...)
  {
  <...
- if (mem->flags & KVM_MEM_GUEST_MEMFD)
- 	valid_flags &= ~KVM_MEM_LOG_DIRTY_PAGES;
  ...>
  }
