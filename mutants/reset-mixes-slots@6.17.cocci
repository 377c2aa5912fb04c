// SPDX-License-Identifier: GPL-2.0-only
//
// A reset merges entries of different slots into one mask.
//
// lost: pages of the second slot: pages of the first slot are protected
//   instead
// mirrors: R26: a slot that changes in between
// class: dirty-ring
// where: svm vmx arm64
// kernels: 6.17-
// files: virt/kvm/dirty_ring.c
@@
identifier next_slot, cur_slot;
@@
  kvm_dirty_ring_reset(...)
  {
  <...
- next_slot == cur_slot
+ true
  ...>
  }
