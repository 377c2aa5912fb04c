# SPDX-License-Identifier: GPL-2.0-only
#
# KVM_GET_DIRTY_LOG fetches the processor's log of the first vCPU alone.
#
# lost: nothing for good: pages of other vCPUs come with their next exit
# mirrors: none
# class: pml
# where: vmx
# kernels: 6.12-
# files: arch/x86/kvm/x86.c
/^void kvm_arch_sync_dirty_log(/,/^}/s/^		kvm_vcpu_kick(vcpu);$/		if (!i)\n			kvm_vcpu_kick(vcpu);/
