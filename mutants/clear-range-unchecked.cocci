// SPDX-License-Identifier: GPL-2.0-only
//
// KVM_CLEAR_DIRTY_LOG accepts any range, and clears bits outside of the log.
//
// lost: nothing by itself; with a wrong range KVM changes the memory behind
//   its bitmap
// mirrors: B1, 98938aa8edd6 (5.0) "KVM: validate userspace input in
//   kvm_clear_dirty_log_protect"
// class: api
// where: svm vmx arm64
// kernels: 5.0-
// files: virt/kvm/kvm_main.c
@@
identifier log, memslot;
expression e1, e2;
@@
- if (log->first_page > memslot->npages || e1 || e2)
- 	return -EINVAL;
