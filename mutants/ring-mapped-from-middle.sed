# SPDX-License-Identifier: GPL-2.0-only
#
# KVM finds the page of a dirty ring by its distance from where userspace's mapping
# begins, not from where the ring begins. These are the same for who maps the ring
# from its first page on. A VMM that maps a ring of more than a page in pieces, or
# maps its second page alone, sees the ring's first page there.
#
# lost: all pages whose entries are not in the ring's first page; the harvest takes
#	entries of the first page for them
# mirrors: -
# class: dirty-ring
# where: svm vmx arm64
# kernels: 7.0-
# files: virt/kvm/kvm_main.c
/^static vm_fault_t kvm_vcpu_fault(/,/^}/{
s/^\t\t    vmf->pgoff - KVM_DIRTY_LOG_PAGE_OFFSET);$/\t\t    vmf->pgoff - max_t(pgoff_t, vmf->vma->vm_pgoff,\n\t\t\t\t       KVM_DIRTY_LOG_PAGE_OFFSET));/
}
