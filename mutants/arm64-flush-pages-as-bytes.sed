# SPDX-License-Identifier: GPL-2.0-only
#
# KVM flushes the TLB for a range of memory by a number of bytes, and gives the number of
# pages: with range instructions a slot of less than 4096 pages is not flushed at all.
#
# lost: pages that a vCPU still has a writable TLB entry of, after they were write-protected
# mirrors: -
# class: arm64
# where: arm64
# kernels: 7.0-
# files: arch/arm64/kvm/mmu.c
/^int kvm_arch_flush_remote_tlbs_range(/,/^}/s/^\tu64 size = nr_pages << PAGE_SHIFT;$/\tu64 size = nr_pages;/
