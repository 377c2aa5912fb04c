# SPDX-License-Identifier: GPL-2.0-only
#
# KVM stores the state of a vCPU that enters SMM at once, by the host's mapping, and marks
# the page in which the state begins. With an SMBASE that is no multiple of a page, which
# KVM does not refuse, the state may end in the next page.
#
# lost: the second page of the state, where SMBASE is 1 to 511 bytes behind the beginning of
#   a page
# mirrors: none; a plausible slip in enter_smm(), whose area is in one page by convention
# class: smm
# where: svm vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/smm.c
/^void enter_smm(/,/^}/{
	s/^\tif (kvm_vcpu_write_guest(vcpu, vcpu->arch.smbase + 0xfe00, &smram, sizeof(smram)))$/\tif (copy_to_user((void __user *)(kvm_vcpu_gfn_to_hva(vcpu, gpa_to_gfn(vcpu->arch.smbase + 0xfe00)) +\n\t\t\t\t\t offset_in_page(vcpu->arch.smbase + 0xfe00)),\n\t\t\t \&smram, sizeof(smram)))/
	/^\tif (copy_to_user(/,/goto error;/s/^\t\tgoto error;$/&\n\tkvm_vcpu_mark_page_dirty(vcpu, gpa_to_gfn(vcpu->arch.smbase + 0xfe00));/
}
