// SPDX-License-Identifier: GPL-2.0-only
//
// The reset leaves the entry's flags as they are, so that the next lap finds
// it harvested before it is.
//
// lost: entries of the second lap
// mirrors: R16; B32: what the state of an entry says
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
