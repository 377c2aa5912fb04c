# SPDX-License-Identifier: GPL-2.0-only
#
# KVM_GET_DIRTY_LOG gives the lock away after each 512 words of a large slot, so that vCPUs
# can fault in between. As walkers do that flush before they yield, it forgets then that a
# flush is due; but it has made none.
#
# A vCPU writes a page in the first 128 MiB of a slot that is larger, again and again
# without an exit. Userspace reads the log, in which no later page is dirty. What the vCPU
# writes from then on, by a stale translation, is not in the next log.
#
# lost: stores by a stale translation, to pages before the last 512 words that have a page
# mirrors: none; a plausible slip if kvm_get_dirty_log_protect() learnt to yield
# class: tlb
# where: svm vmx
# kernels: 6.12-7.3
# files: virt/kvm/kvm_main.c
/^static int kvm_get_dirty_log_protect(/,/^}/{
	s/^			if (!dirty_bitmap\[i\])$/			if (i \&\& !(i % 512)) {\n				KVM_MMU_UNLOCK(kvm);\n				cond_resched();\n				flush = false;\n				KVM_MMU_LOCK(kvm);\n			}\n\n&/
}
