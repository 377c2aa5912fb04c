// SPDX-License-Identifier: GPL-2.0-only
//
// A reset does not clear the entry's flags. In the next lap the entry looks
// harvested before it is.
//
// lost: entries of the second lap
// mirrors: R16; B32: the meaning of an entry's flags
// class: dirty-ring
// where: svm vmx arm64
// kernels: 5.11-
// files: virt/kvm/dirty_ring.c
@@
@@
  kvm_dirty_ring_reset(...)
  {
  <...
- kvm_dirty_gfn_set_invalid(...);
  ...>
  }
