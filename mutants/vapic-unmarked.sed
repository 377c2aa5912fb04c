# SPDX-License-Identifier: GPL-2.0-only
#
# KVM writes a copy of the task priority to the page of KVM_SET_VAPIC_ADDR, by the host's
# mapping that is cached for it, and does not mark the page.
#
# lost: the page of the task priority
# mirrors: none; a plausible slip in kvm_lapic_sync_to_vapic()
# class: own-writes
# where: svm vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/lapic.c
/^void kvm_lapic_sync_to_vapic(/,/^}/ {
	/^\tkvm_write_guest_cached(/,/;$/ {
		/;$/!d
		s/.*/\tput_user(data, (u32 __user *)vcpu->arch.apic->vapic_cache.hva);/
	}
}
