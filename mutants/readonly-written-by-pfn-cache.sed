# SPDX-License-Identifier: GPL-2.0-only
#
# A cache of page frames takes its host address as for a read, so that KVM's records for
# the guest are also written to a read-only slot.
#
# lost: memory of a read-only slot, where the guest sets the address of its clock, or of
#   a Xen record, in that slot
# mirrors: none; a plausible slip in __kvm_gpc_refresh()
# class: own-writes
# where: svm vmx
# kernels: 6.12-7.3
# files: virt/kvm/pfncache.c
/^static int __kvm_gpc_refresh(/,/^}/s/gpc->uhva = gfn_to_hva_memslot(gpc->memslot, gfn);/gpc->uhva = gfn_to_hva_memslot_prot(gpc->memslot, gfn, NULL);/
