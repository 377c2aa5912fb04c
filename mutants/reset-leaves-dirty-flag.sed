# SPDX-License-Identifier: GPL-2.0-only
#
# A reset of the ring takes the flag RESET from an entry, and leaves the flag DIRTY if
# userspace has left it. The API lets userspace harvest an entry by 10 or by 11, and only
# those that write 11 see the bug.
#
# Userspace harvests by setting RESET beside DIRTY, and resets the ring. When its index comes
# to these entries in the next lap, they look dirty before anything was pushed, so userspace
# harvests old pages, and KVM resets entries that it has not filled.
#
# lost: what is pushed in the second lap; old pages are reported in its place
# mirrors: none; a plausible slip in kvm_dirty_gfn_set_invalid()
# class: dirty-ring
# where: svm vmx arm64
# kernels: 6.12-7.3
# files: virt/kvm/dirty_ring.c
/^static inline void kvm_dirty_gfn_set_invalid(/,/^}/s/smp_store_release(&gfn->flags, 0);/smp_store_release(\&gfn->flags,\n\t\t\t  gfn->flags \& ~KVM_DIRTY_GFN_F_RESET);/
