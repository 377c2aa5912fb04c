# SPDX-License-Identifier: GPL-2.0-only
#
# Where a slot cannot be moved, KVM frees the bitmap that the slot still has.
#
# lost: the log of the slot: KVM goes on with a bitmap that was freed
# mirrors: none; the comment above the line says what must not be freed
# class: memslot
# where: svm
# kernels: 6.12-
# files: virt/kvm/kvm_main.c
s/if (r \&\& new \&\& new->dirty_bitmap \&\& (!old || !old->dirty_bitmap))/if (r \&\& new \&\& new->dirty_bitmap)/
