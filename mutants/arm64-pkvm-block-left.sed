# SPDX-License-Identifier: GPL-2.0-only
#
# Under the protected hypervisor, a mapping that begins before the range to protect is
# left as it is.
#
# lost: stores to a block that is cleared from its middle on
# mirrors: -
# class: arm64
# where: arm64:protected
# kernels: 7.0-7.3
# files: arch/arm64/kvm/pkvm.c
/^int pkvm_pgtable_stage2_wrprotect(/,/^}/{
/for_each_mapping_in_range_safe(/a\
\t\tif (__pkvm_mapping_start(mapping) < addr)\
\t\t\tcontinue;
}
