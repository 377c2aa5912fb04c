// SPDX-License-Identifier: GPL-2.0-only
//
// The reset reads an entry's state without acquire semantics.
//
// lost: KVM may read the offset of an entry before userspace has harvested
//   the entry
// mirrors: B32, 8929bc965964 (6.2) "KVM: Use acquire/release semantics when
//   accessing dirty ring GFN state"
// class: dirty-ring
// where: arm64
// kernels: 6.2-
// equivalent: arm64: QEMU emulates all processors in one thread, in program
//   order
// files: virt/kvm/dirty_ring.c
@@
identifier gfn;
@@
  kvm_dirty_gfn_harvested(...)
  {
  <...
- smp_load_acquire(&gfn->flags)
+ READ_ONCE(gfn->flags)
  ...>
  }
