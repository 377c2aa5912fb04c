# SPDX-License-Identifier: GPL-2.0-only
#
# KVM reads the parameter eager_page_split once, and ignores later changes.
#
# lost: nothing; the guest is slower
# mirrors: none; it is the smallest break of what the parameter's file
#   promises
# class: x86-mmu
# where: svm vmx
# kernels: 6.12-
# files: arch/x86/kvm/x86.c
s/READ_ONCE(eager_page_split)/({ static int was = -1; if (was < 0) was = eager_page_split; was; })/
