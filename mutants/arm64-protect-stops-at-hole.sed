# SPDX-License-Identifier: GPL-2.0-only
#
# Write-protecting a range ends at the first page that is not mapped.
#
# lost: writes to pages behind one that is not mapped, in a slot that begins to log or
#   between the pages of one word that are protected again
# mirrors: ddcadb297ce5 (6.3) "KVM: arm64: Ignore EAGAIN for walks outside of a fault"
# class: arm64
# where: arm64
# kernels: 6.12-7.3
# files: arch/arm64/kvm/hyp/pgtable.c
/^static bool kvm_pgtable_walk_continue(/,/^}/ {
	/^\tif (r == -EAGAIN)$/,/;$/d
}
