// SPDX-License-Identifier: GPL-2.0-only
//
// KVM_GET_DIRTY_LOG reads a word of the log and sets it to zero in two steps,
// which is not atomic.
//
// lost: pages that a vCPU marks between the two steps
// mirrors: B48, s390 gmap_get_dirty_log: a bitmap that is not cleared
//   atomically
// class: generic
// where: svm vmx arm64
// kernels: 5.0-
// equivalent: vmx: Bochs lets another processor run only after a jump that is
//   taken, or 32 instructions, and the two steps have no jump between them
// files: virt/kvm/kvm_main.c
@@
expression mask, bits, i;
@@
- mask = xchg(&bits[i], 0);
+ mask = READ_ONCE(bits[i]);
+ cpu_relax();
+ WRITE_ONCE(bits[i], 0);
