# SPDX-License-Identifier: GPL-2.0-only
#
# An entry whose dirty flag is set beside that of the reset is not taken back.
#
# lost: nothing: the ring stays full
# mirrors: -
# class: dirty-ring
# where: svm vmx arm64
# kernels: 6.12-7.3
# files: virt/kvm/dirty_ring.c
/^static inline bool kvm_dirty_gfn_harvested(/,/^}/s/(&gfn->flags) & KVM_DIRTY_GFN_F_RESET/(\&gfn->flags) == KVM_DIRTY_GFN_F_RESET/
