# SPDX-License-Identifier: GPL-2.0-only
#
# KVM pushes a page to the ring of the vCPU that is loaded, but only if the vCPU wants to
# run. It does not in other ioctls of a vCPU, nor in a KVM_RUN with immediate_exit, which
# only completes what the last exit has begun.
#
# Userspace answers the exit of an INS to memory, and completes it by KVM_RUN with
# immediate_exit, as before it saves a vCPU. Or it sets an MSR by KVM_SET_MSRS that makes KVM
# write to memory, as the wall clock's. KVM writes the page, and no ring has it.
#
# lost: what KVM writes in these calls, in a VM with a ring and no bitmap
# mirrors: none; the flag wants_to_run of 6.11, taken to say that a vCPU is loaded
# class: dirty-ring
# where: svm vmx
# kernels: 6.12-7.3
# files: virt/kvm/kvm_main.c
/^void mark_page_dirty_in_slot(/,/^}/s/if (kvm->dirty_ring_size && vcpu)$/if (kvm->dirty_ring_size \&\& vcpu \&\& vcpu->wants_to_run)/
