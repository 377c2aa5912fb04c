# SPDX-License-Identifier: GPL-2.0-only
#
# When a slot begins to log on a processor with PML, dirty bits are cleared and huge
# mappings stay writable. The processor logs the first page that is written by a huge
# mapping, and not the others, for the mapping is dirty then. This shows where huge mappings
# were not split before: with the parameter eager_page_split off, or without the TDP MMU.
#
# lost: all pages of a huge mapping but the first that is written, if the mapping is older
#   than the logging
# mirrors: none; a plausible slip in kvm_mmu_slot_apply_flags(), as eager splitting leaves
#   nothing to protect there by default
# class: vmx-pml
# where: vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/x86.c
/^static void kvm_mmu_slot_apply_flags(/,/^}/{
	/^\t\t\tkvm_mmu_slot_remove_write_access(kvm, new, PG_LEVEL_2M);$/d
}
