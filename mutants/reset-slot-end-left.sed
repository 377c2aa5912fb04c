# SPDX-License-Identifier: GPL-2.0-only
#
# A reset takes the last page of a slot to be outside of the slot.
#
# lost: second writes to the last page of a slot, and to the pages of its word that
#   were harvested with it
# mirrors: none; a plausible slip in kvm_reset_dirty_gfn(), fls64() for __fls()
# class: dirty-ring
# where: svm vmx arm64
# kernels: 6.12-7.3
# files: virt/kvm/dirty_ring.c
/^static void kvm_reset_dirty_gfn(/,/^}/s/__fls(mask)/fls64(mask)/
