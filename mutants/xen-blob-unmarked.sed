# SPDX-License-Identifier: GPL-2.0-only
#
# KVM copies the page of hypercalls that a Xen guest asks for, and does not mark the copy.
#
# lost: the page of hypercalls
# mirrors: -
# class: own-writes
# where: svm
# kernels: 6.12-6.12
# files: arch/x86/kvm/xen.c
s/^\t\tret = kvm_vcpu_write_guest(vcpu, page_addr, page, PAGE_SIZE);$/\t\tret = copy_to_user((void __user *)kvm_vcpu_gfn_to_hva(vcpu, gpa_to_gfn(page_addr)), page, PAGE_SIZE) ? -EFAULT : 0;/
