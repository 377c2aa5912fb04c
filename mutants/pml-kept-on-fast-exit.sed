# SPDX-License-Identifier: GPL-2.0-only
#
# The exit that goes to userspace straight from VMX's fast path (HLT without a local
# APIC in the kernel, for one) is taken before the log of modified pages is fetched.
#
# lost: what the guest wrote before such an exit, until the vCPU runs again
# mirrors: 0ffedf43910e (KVM: x86: Ensure vendor's exit handler runs before fastpath userspace exits)
# class: x86-mmu
# where: vmx
# kernels: 6.12-
# files: arch/x86/kvm/vmx/vmx.c
/^static int __vmx_handle_exit(/,/^}/ {
	/^\tif (enable_pml && !is_guest_mode(vcpu))$/ i\
\tif (unlikely(exit_fastpath == EXIT_FASTPATH_EXIT_USERSPACE))\
\t\treturn 0;\

}
