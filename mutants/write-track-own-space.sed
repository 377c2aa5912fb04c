# SPDX-License-Identifier: GPL-2.0-only
#
# KVM does not see that a page is a shadowed table in the other address space.
#
# lost: the guest, in SMM, changes a table that KVM shadows: the old one
#   stays in use
# mirrors: none; what KVM checks in both address spaces, checked in one
# class: shadow
# where: svm:npt0,default
# kernels: 6.12-6.12
# files: arch/x86/kvm/mmu/page_track.c
/^bool kvm_gfn_is_write_tracked(/,/^}/s/if (kvm_arch_nr_memslot_as_ids(kvm) > 1) {/if (kvm_arch_nr_memslot_as_ids(kvm) > 2) {/
