# SPDX-License-Identifier: GPL-2.0-only
#
# A locked instruction whose operand is in two pages is emulated in one, and marks the
# first.  (Nothing changes where the processor detects split locks.)
#
# lost: the second page
# mirrors: -
# class: own-writes
# where: svm vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/x86.c
/^static int emulator_cmpxchg_emulated(/,/^}/s/page_line_mask = PAGE_MASK;/page_line_mask = 0;/
