// SPDX-License-Identifier: GPL-2.0-only
//
// A slot may begin at any multiple of 512 bytes in memory of the host.
//
// lost: the guest sees other bytes than the VMM
// mirrors: a limit that is wrong by a factor (S8)
// class: api
// where: svm vmx arm64
// kernels: 5.10-
// files: virt/kvm/kvm_main.c
@@
identifier mem;
@@
- mem->userspace_addr & (PAGE_SIZE - 1)
+ mem->userspace_addr & (512 - 1)
