# SPDX-License-Identifier: GPL-2.0-only
#
# KVM_GET_DIRTY_LOG copies the bitmap first and flushes TLBs then, so that a copy that fails
# leaves the pages protected in the tables and writable in TLBs.
#
# A vCPU writes a page again and again without an exit. Userspace asks for the log with a
# bitmap at an address that is not mapped, and gets EFAULT. What the vCPU writes from then on
# is not in the next log.
#
# lost: writes by a stale translation after a call that ended with EFAULT
# mirrors: none; the comment above kvm_vm_ioctl_get_dirty_log() says that TLBs are flushed
#   even if a step before fails
# class: tlb
# where: svm vmx arm64
# kernels: 6.12-7.3
# files: virt/kvm/kvm_main.c
/^static int kvm_get_dirty_log_protect(/,/^}/{
	/^\tif (flush)$/{
		N
		N
		d
	}
	s/^\treturn 0;$/\n\tif (flush)\n\t\tkvm_flush_remote_tlbs_memslot(kvm, memslot);\n\n\treturn 0;/
}
