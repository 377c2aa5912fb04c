# SPDX-License-Identifier: GPL-2.0-only
#
# An SMI ends a nested guest, and then begins SMM. KVM does it the other way round: what it
# writes for the hypervisor when the nested guest ends goes to the first address space, and
# is marked in that of SMM. Where a VMM reads the log after the nested guest was entered,
# and again while the vCPU is in SMM, the pages are missing from the second log.
#
# lost: the VMCB and the host save area of a nested guest that an SMI has interrupted, until
#   RSM; the pages of the same addresses in SMM's slots are reported in their place
# mirrors: none; a plausible slip in enter_smm(), which leaves the nested guest and changes
#   the address space in two lines
# class: smm
# where: svm
# kernels: 6.12-7.3
# files: arch/x86/kvm/smm.c
/^void enter_smm(/,/^}/{
	/^\tkvm_smm_changed(vcpu, true);$/,/^$/d
	s/^\tif (kvm_x86_call(enter_smm)(vcpu, &smram))$/\tkvm_smm_changed(vcpu, true);\n\n&/
}
