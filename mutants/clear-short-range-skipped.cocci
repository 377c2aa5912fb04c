// SPDX-License-Identifier: GPL-2.0-only
//
// The loop over words rounds down. The last pages of a range that is no
// multiple of 64 pages are not cleared, and no page of a slot of less than 64
// pages.
//
// lost: nothing; these pages stay dirty for ever, and the migration does not
//   end
// mirrors: B4, P. Xu (5.2) "KVM: Fix loop of clear dirty with possible off-by-
//   one"
// class: generic
// where: svm vmx arm64
// kernels: 5.0-
// files: virt/kvm/kvm_main.c
@@
identifier log;
expression n;
@@
- n = DIV_ROUND_UP(log->num_pages, BITS_PER_LONG)
+ n = log->num_pages / BITS_PER_LONG
