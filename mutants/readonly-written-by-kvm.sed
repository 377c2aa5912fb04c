# SPDX-License-Identifier: GPL-2.0-only
#
# KVM itself writes to a read-only slot.
#
# lost: a page of a read-only slot changes
# mirrors: none
# class: memslot
# where: svm
# kernels: 6.12-
# files: virt/kvm/kvm_main.c
/^unsigned long gfn_to_hva_memslot(struct/,/^}/s/gfn_to_hva_many(slot, gfn, NULL)/__gfn_to_hva_many(slot, gfn, NULL, false)/
