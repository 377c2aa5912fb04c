// SPDX-License-Identifier: GPL-2.0-only
//
// With INITIALLY_SET the bits past the slot's last page are set too.
//
// lost: nothing; a VMM that trusts the log reads memory behind the slot
// mirrors: the class of B53, Firecracker 524c6d8fb: bits at the end of a slot
// class: generic
// where: svm vmx arm64
// kernels: 5.7-
// files: virt/kvm/kvm_main.c
@@
expression new;
@@
- bitmap_set(new->dirty_bitmap, 0, new->npages)
+ bitmap_set(new->dirty_bitmap, 0, ALIGN(new->npages, BITS_PER_LONG))
