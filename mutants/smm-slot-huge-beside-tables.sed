# SPDX-License-Identifier: GPL-2.0-only
#
# With shadow paging, KVM maps a slot huge for SMM where outside of SMM the guest's tables
# are, and does not see that they change.
#
# lost: stores go to the page that the entry led to before
# mirrors: -
# class: shadow
# where: svm:npt0
# kernels: 7.3-
# files: arch/x86/kvm/mmu/mmu.c
/^static bool kvm_gfn_is_lpage_allowed(/,/^}/{
/if (kvm_arch_nr_memslot_as_ids(kvm) > 1) {/,/^\t}/d
}
