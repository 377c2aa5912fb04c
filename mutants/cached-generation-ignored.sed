# SPDX-License-Identifier: GPL-2.0-only
#
# KVM writes through a cached translation that is older than the slots.
#
# lost: KVM's writes to a page whose slot began to log after the cache was
#   filled
# mirrors: the class of fc0586801480 (5.6), a cache of a slot that has changed
# class: own-writes
# where: svm
# kernels: 6.12-
# files: virt/kvm/kvm_main.c
/^int kvm_write_guest_offset_cached(/,/^}/s/slots->generation != ghc->generation/slots->generation != ghc->generation \&\& !ghc->memslot/
