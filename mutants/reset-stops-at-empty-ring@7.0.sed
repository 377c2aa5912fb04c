# SPDX-License-Identifier: GPL-2.0-only
#
# KVM_RESET_DIRTY_RINGS ends at the first vCPU whose ring has nothing harvested.
#
# lost: the pages of later vCPUs stay writable, and stores to them are lost
# mirrors: none; e46ad851150f (6.17) reworks the loop
# class: dirty-ring
# where: svm
# kernels: 7.0-
# files: virt/kvm/kvm_main.c
/^static int kvm_vm_ioctl_reset_dirty_pages(/,/^}/{s/^\t\tr = kvm_dirty_ring_reset(/\t\tint before = cleared;\n\n&/;s/^\t\tif (r)$/\t\tif (r || cleared == before)/}
