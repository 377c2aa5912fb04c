// SPDX-License-Identifier: GPL-2.0-only
//
// KVM_CLEAR_DIRTY_LOG clears whole words of the log, and ignores the given
// bits.
//
// lost: pages that became dirty after the log was read
// mirrors: B51, QEMU 9f4bf4baa8: bits cleared that nobody has seen
// class: generic
// where: svm vmx arm64
// kernels: 5.0-
// files: virt/kvm/kvm_main.c
@@
identifier mask;
expression p;
@@
- mask &= atomic_long_fetch_andnot(mask, p)
+ mask = atomic_long_xchg(p, 0)
