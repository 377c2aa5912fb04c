# SPDX-License-Identifier: GPL-2.0-only
#
# KVM_CAP_DIRTY_LOG_RING_WITH_BITMAP may be enabled as long as there is no vCPU, also after
# slots were made.
#
# lost: nothing, but KVM promises a bitmap that slots made before do not have
# mirrors: -
# class: api
# where: arm64
# kernels: 6.12-7.3
# files: virt/kvm/kvm_main.c
/^static int kvm_vm_ioctl_enable_cap_generic(/,/^}/s/if (kvm_are_all_memslots_empty(kvm)) {/if (!kvm->created_vcpus) {/
