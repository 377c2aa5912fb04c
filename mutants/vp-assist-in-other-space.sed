# SPDX-License-Identifier: GPL-2.0-only
#
# KVM writes Hyper-V's assist page in the address space that the vCPU is in, and marks the
# page in the one outside of system management mode.
#
# lost: an assist page that is set in system management mode
# mirrors: -
# class: smm
# where: svm
# kernels: 6.12-7.3
# files: arch/x86/kvm/hyperv.c
s/^\t\tkvm_vcpu_mark_page_dirty(vcpu, gfn);$/\t\tmark_page_dirty(vcpu->kvm, gfn);/
