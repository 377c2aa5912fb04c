# SPDX-License-Identifier: GPL-2.0-only
#
# With INITIALLY_SET a slot that logs from its creation on begins with no page dirty, since
# nothing is mapped yet. A slot that begins to log later begins as it should.
#
# lost: all pages that userspace had filled before it created the slot
# mirrors: none; a plausible slip in kvm_prepare_memory_region(), around 3c9bd4006bfc
#   (5.7) "KVM: x86: enable dirty log gradually in small chunks"
# class: memslot
# where: svm vmx arm64
# kernels: 6.12-7.3
# files: virt/kvm/kvm_main.c
/^static int kvm_prepare_memory_region(/,/^}/{
	s/^			if (kvm_dirty_log_manual_protect_and_init_set(kvm))$/			if (change != KVM_MR_CREATE \&\&\n			    kvm_dirty_log_manual_protect_and_init_set(kvm))/
}
