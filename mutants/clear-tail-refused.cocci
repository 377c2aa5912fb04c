// SPDX-License-Identifier: GPL-2.0-only
//
// A range that is no multiple of 64 pages is refused even if it ends with the
// slot.
//
// lost: nothing; the last pages of a slot of odd size cannot be cleared, and
//   the migration does not end
// mirrors: B2, 76d58e0f07ec (5.1) "KVM: fix KVM_CLEAR_DIRTY_LOG for memory
//   slots of unaligned size"
// class: generic
// where: svm vmx arm64
// kernels: 5.0-
// files: virt/kvm/kvm_main.c
@@
identifier log, memslot;
@@
- log->num_pages < memslot->npages - log->first_page && (log->num_pages & 63)
+ log->num_pages & 63
