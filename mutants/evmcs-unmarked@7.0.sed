# SPDX-License-Identifier: GPL-2.0-only
#
# KVM keeps the enlightened VMCS of a nested Hyper-V mapped, writes each nested exit to it,
# and marks its page when it ends the mapping. It ends the mapping as one that was only
# read. A hypervisor that reads the exit and clears its VMCS then, after a log was read
# while the nested guest ran, has a page that is in no log.
#
# lost: an enlightened VMCS (KVM_CAP_HYPERV_ENLIGHTENED_VMCS), with the exit that is in it
# mirrors: the class of B48: kvm_vcpu_unmap() of what was written, not dirty
# class: nested
# where: vmx
# kernels: 7.0-7.3
# files: arch/x86/kvm/vmx/nested.c
/^static inline void nested_release_evmcs(/,/^}/{
	s/^\tkvm_vcpu_unmap(vcpu, &vmx->nested.hv_evmcs_map);/\tvmx->nested.hv_evmcs_map.writable = false;\n&/
}
