# SPDX-License-Identifier: GPL-2.0-only
#
# A pfn cache that is refreshed keeps the slot that it was first filled from.
#
# lost: records of a Xen guest in a slot that began to log later
# mirrors: the class of B47, d215f014b352: a pfn cache and the slot that it
#   marks
# class: own-writes
# where: svm
# kernels: 6.12-
# files: virt/kvm/pfncache.c
/^static int __kvm_gpc_refresh(/,/^}/s/gpc->memslot = __gfn_to_memslot(slots, gfn);/if (!gpc->memslot || gpc->gpa != gpa) &/
/^static int __kvm_gpc_refresh(/,/^}/{
/^			gpc->gpa = gpa;$/d
s/^			gpc->uhva = gfn_to_hva_memslot(gpc->memslot, gfn);$/			gpc->gpa = gpa;\n&/
}
