# SPDX-License-Identifier: GPL-2.0-only
#
# A Hyper-V guest writes an MSR, and KVM puts the instructions for a hypercall into the page
# that the MSR names. KVM writes them by the host's mapping, and does not mark the page.
# If the slot is logged when the guest writes the MSR, the page is not in the log.
#
# lost: the page of hypercalls, which the guest never writes by itself
# mirrors: the class of B17, 910c57dfa4d1 (6.9), and of the patched hypercall: code that KVM
#   writes for the guest
# class: own-writes
# where: svm vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/hyperv.c
/^static int kvm_hv_set_msr_pw(/,/^}/{
	s/if (kvm_vcpu_write_guest(vcpu, addr, instructions, i))$/if (copy_to_user((void __user *)kvm_vcpu_gfn_to_hva(vcpu, gpa_to_gfn(addr)),\n\t\t\t\t instructions, i))/
}
