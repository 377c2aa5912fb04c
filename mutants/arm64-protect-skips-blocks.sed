# SPDX-License-Identifier: GPL-2.0-only
#
# Write-protection leaves blocks as they are, as if they were always split before.
#
# lost: writes to memory that was mapped by blocks before its slot began to log
# mirrors: none; a plausible slip in stage2_attr_walker(), after the eager splitting of
#   blocks, e7bf7a490c68 (6.5) "KVM: arm64: Split huge pages when dirty logging is enabled"
# class: arm64
# where: arm64
# kernels: 6.12-7.3
# files: arch/arm64/kvm/hyp/pgtable.c
/^static int stage2_attr_walker(/,/^}/ {
	s/^\tdata->level = ctx->level;$/\tif ((data->attr_clr \& KVM_PTE_LEAF_ATTR_LO_S2_S2AP_W) \&\&\n\t    ctx->level < KVM_PGTABLE_LAST_LEVEL)\n\t\treturn 0;\n\n&/
}
