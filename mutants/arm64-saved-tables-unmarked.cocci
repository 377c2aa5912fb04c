// SPDX-License-Identifier: GPL-2.0-only
//
// Tables that the interrupt controller saves to guest memory are not marked
// in the backup bitmap of a ring.
//
// lost: the interrupt controller's tables
// mirrors: B45, a23eaf9368aa (6.3) "KVM: arm64: allow saving vgic3 LPI pending
//   status in no running vcpu context"
// class: arm64
// where: arm64
// kernels: 6.2-
// files: virt/kvm/kvm_main.c
@@
identifier kvm, vcpu, memslot, rel_gfn, slot;
@@
  mark_page_dirty_in_slot(...)
  {
  <...
  if (kvm->dirty_ring_size && vcpu)
  	kvm_dirty_ring_push(vcpu, slot, rel_gfn);
- else if (memslot->dirty_bitmap)
+ else if (memslot->dirty_bitmap && !kvm->dirty_ring_size)
  	set_bit_le(rel_gfn, memslot->dirty_bitmap);
  ...>
  }
