// SPDX-License-Identifier: GPL-2.0-only
//
// KVM_CLEAR_DIRTY_LOG takes any range, so that bits outside of the bitmap are
// cleared.
//
// lost: nothing by itself; a wrong range is obeyed and the memory behind the
//   bitmap is changed
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
