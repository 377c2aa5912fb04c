# SPDX-License-Identifier: GPL-2.0-only
#
# KVM_RESET_DIRTY_RINGS counts vCPUs, and takes the count for their ids. A vCPU whose id is
# not below the number of vCPUs has a ring that is never reset.
#
# Userspace makes two vCPUs with the ids 0 and 5. The second writes a page, userspace
# harvests and resets, and the second vCPU writes the page again: the page is still
# writable, and no ring has it.
#
# lost: second writes of vCPUs whose ids have gaps below them
# mirrors: none; e46ad851150f (6.17) "KVM: Use mask of harvested dirty ring entries to
#   coalesce dirty ring resets" and its series rework the loop
# class: dirty-ring
# where: svm vmx arm64
# kernels: 7.0-7.3
# files: virt/kvm/kvm_main.c
/^static int kvm_vm_ioctl_reset_dirty_pages(/,/^}/{
	s/^	kvm_for_each_vcpu(i, vcpu, kvm) {$/	for (i = 0; i < atomic_read(\&kvm->online_vcpus); i++) {\n		vcpu = kvm_get_vcpu_by_id(kvm, i);\n		if (!vcpu)\n			continue;/
}
