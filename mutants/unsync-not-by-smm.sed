# SPDX-License-Identifier: GPL-2.0-only
#
# With shadow paging, KVM does not see that a vCPU in SMM changes an entry of a last table.
#
# lost: stores go to the page that the entry led to before
# mirrors: -
# class: shadow
# where: svm:npt0
# kernels: 6.12-7.3
# files: arch/x86/kvm/mmu/mmu.c
/^int mmu_try_to_unsync_pages(/,/^}/s/^\tif (kvm_gfn_is_write_tracked(kvm, slot, gfn))$/\tif (slot->as_id)\n\t\treturn 0;\n\n&/
