// SPDX-License-Identifier: GPL-2.0-only
//
// KVM's own function for writes to guest memory (the emulator, string I/O,
// hypercalls, interrupt tables) does not mark pages dirty.
//
// lost: pages that only KVM wrote on the guest's behalf
// mirrors: the class of B24, 2efd61a608b0 (6.2), and B47, d215f014b352: a
//   write without its mark
// class: own-writes
// where: svm vmx arm64
// kernels: 5.12-
// files: virt/kvm/kvm_main.c
@@
@@
  __kvm_write_guest_page(...)
  {
  <...
- mark_page_dirty_in_slot(...);
  ...>
  }
