# SPDX-License-Identifier: GPL-2.0-only
#
# Where KVM is told of another page, and the same memory is there, KVM marks the page of
# before.
#
# lost: KVM's own writes by the second address
# mirrors: -
# class: own-writes
# where: svm vmx
# kernels: 6.12-7.3
# files: virt/kvm/pfncache.c
/^static int __kvm_gpc_refresh(/,/^}/s/if (gpc->gpa != gpa || gpc->generation/if (gpc->uhva != gfn_to_hva(gpc->kvm, gpa_to_gfn(gpa)) + page_offset ||\n\t\t    gpc->generation/
