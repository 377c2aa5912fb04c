# SPDX-License-Identifier: GPL-2.0-only
#
# KVM refuses a private or executable mapping of a dirty ring only if the mapping begins
# in the ring, and no more if it begins before it.
#
# lost: what a VMM gives back in a ring that it has mapped privately, together with kvm_run
# mirrors: -
# class: api
# where: svm
# kernels: 7.0-
# files: virt/kvm/kvm_main.c
/^static int kvm_vcpu_mmap(/,/^}/{
	s/^\tif ((kvm_page_in_dirty_ring(vcpu->kvm, vma->vm_pgoff) ||$/\tif (kvm_page_in_dirty_ring(vcpu->kvm, vma->vm_pgoff) \&\&/
	/kvm_page_in_dirty_ring(vcpu->kvm, vma->vm_pgoff + pages - 1)/d
	/unsigned long pages = vma_pages(vma);/d
}
