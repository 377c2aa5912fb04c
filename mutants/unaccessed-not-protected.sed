# SPDX-License-Identifier: GPL-2.0-only
#
# When the logging of a slot is enabled, mappings without the accessed bit are passed over,
# as nobody has used them yet. But they are writable already.
#
# lost: writes to pages that KVM_PRE_FAULT_MEMORY mapped before the logging, or that the
#   host has aged
# mirrors: none; a plausible slip in wrprot_gfn_range()
# class: aging
# where: svm vmx:pml0
# kernels: 6.12-7.3
# files: arch/x86/kvm/mmu/tdp_mmu.c
/^static bool wrprot_gfn_range(/,/^}/s/^		    !(iter.old_spte & PT_WRITABLE_MASK))$/		    !is_accessed_spte(iter.old_spte) ||\n&/
