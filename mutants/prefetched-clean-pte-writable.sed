# SPDX-License-Identifier: GPL-2.0-only
#
# With shadow paging, what KVM maps ahead is writable though the guest's entry is clean.
#
# lost: dirty bits of the guest's tables, and the pages of these
# mirrors: -
# class: shadow
# where: svm:npt0 vmx:ept0
# kernels: 6.12-7.3
# files: arch/x86/kvm/mmu/paging_tmpl.h
/^FNAME(prefetch_gpte)(/,/^}/{
/FNAME(protect_clean_gpte)/d
}
