# SPDX-License-Identifier: GPL-2.0-only
#
# When a check of VMRUN fails, KVM writes the exit code into the VMCB, and lets the page go as
# one that was only read.
#
# lost: the VMCB of a VMRUN that failed
# mirrors: b709087e9e54 (KVM: nSVM: Restrict mapping vmcb12 on nested VMRUN), done wrongly
# class: own-writes
# where: svm
# kernels: 7.0-7.3
# files: arch/x86/kvm/svm/nested.c
/^static int nested_svm_copy_vmcb12_to_cache(/,/^}/ {
	s/^\t\tr = -EINVAL;$/&\n\t\tm.map.writable = false;/
}
