# SPDX-License-Identifier: GPL-2.0-only
#
# INVEPT of a single context drops KVM's shadow of these tables if they are those that
# were used last, and not if the guest's hypervisor has used other tables since.
#
# lost: writes of L2 to pages that L1 has write-protected in EPT, if L1 has run another EPTP since
# mirrors: -
# class: nested
# where: vmx
# kernels: 7.0-
# files: arch/x86/kvm/vmx/nested.c
/^static int handle_invept(/,/^}/{
	s/^\tint i, r, gpr_index;$/\tint r, gpr_index;/
	/^\t\tfor (i = 0; i < KVM_MMU_NUM_PREV_ROOTS; i++) {$/,/^\t\t}$/d
}
