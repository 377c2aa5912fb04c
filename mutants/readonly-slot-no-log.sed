# SPDX-License-Identifier: GPL-2.0-only
#
# A read-only slot that is to log gets no bitmap, as nobody writes to it.
#
# lost: the log of a VMM that logs all its slots: KVM_GET_DIRTY_LOG fails with ENOENT
# mirrors: -
# class: api
# where: svm
# kernels: 7.0-
# files: virt/kvm/kvm_main.c
/^static int kvm_prepare_memory_region(/,/^}/s/^\t\tif (!(new->flags & KVM_MEM_LOG_DIRTY_PAGES))$/\t\tif (!(new->flags \& KVM_MEM_LOG_DIRTY_PAGES) ||\n\t\t    (new->flags \& KVM_MEM_READONLY))/
