# SPDX-License-Identifier: GPL-2.0-only
#
# With INITIALLY_SET a clear protects huge mappings of the TDP MMU, and not those that the
# shadow MMU has for nested guests.
#
# A nested guest writes to memory that is mapped by a huge page on both levels. Userspace
# switches the logging on, all pages being dirty, and clears them. The nested guest writes
# again, and its huge mapping is writable, unless it was split eagerly.
#
# lost: writes of a nested guest through huge pages that were mapped before the clear
# mirrors: none; the class of 3c9bd4006bfc (5.7) and 1aa4bb916808 (6.8), what a clear of such
#   a slot has to do with huge pages, for nested guests
# class: nested
# where: svm:eager0
# kernels: 6.12-7.3
# files: arch/x86/kvm/mmu/mmu.c
/^bool kvm_mmu_slot_gfn_write_protect(/,/^}/s/^\tif (kvm_memslots_have_rmaps(kvm)) {$/\tif (kvm_memslots_have_rmaps(kvm) \&\&\n\t    (min_level == PG_LEVEL_4K || !tdp_mmu_enabled)) {/
