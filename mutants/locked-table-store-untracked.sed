# SPDX-License-Identifier: GPL-2.0-only
#
# KVM emulates a store to a page that has a table of the guest's, since it
# write-protects tables which lead to tables, and drops its shadow of the entry. It
# does not do so if the store is a locked instruction. A hypervisor takes write
# access from 2 MiB of its nested guest by LOCK AND in the directory of its NPT, to
# log what the nested guest writes, and flushes TLBs: KVM's shadow stays writable.
#
# lost: stores of a nested guest that its hypervisor wants to log, and stores to
#	pages that a guest with shadow paging has taken away
# mirrors: -
# class: shadow
# where: svm
# kernels: 7.0-
# files: arch/x86/kvm/x86.c
/^static int emulator_cmpxchg_emulated(/,/^}/{
/^\tkvm_page_track_write(vcpu, gpa, new, bytes);$/d
}
