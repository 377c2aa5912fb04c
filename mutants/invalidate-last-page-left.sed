# SPDX-License-Identifier: GPL-2.0-only
#
# When the host takes memory away, the last page of the range stays mapped in the
# guest.
#
# lost: what the guest stores there after the host gave the address another
#   page
# mirrors: none; the range of an MMU notifier, off by one
# class: notifier
# where: svm
# kernels: 6.12-
# files: virt/kvm/kvm_main.c
s/hva_to_gfn_memslot(hva_end + PAGE_SIZE - 1, slot)/hva_to_gfn_memslot(hva_end - 1, slot)/
