# SPDX-License-Identifier: GPL-2.0-only
#
# When a vCPU leaves the guest, KVM takes the flag of the paravirtual EOI back without marking
# the page, as if the mark of the entry were enough.
#
# lost: the page of the paravirtual EOI, if it was copied while the vCPU was in the guest
# mirrors: -
# class: own-writes
# where: svm
# kernels: 6.1-
# files: arch/x86/kvm/lapic.c
/^static bool pv_eoi_test_and_clr_pending(/,/^}/s/pv_eoi_put_user(vcpu, KVM_PV_EOI_DISABLED) < 0/__put_user((u8)KVM_PV_EOI_DISABLED, (u8 __user *)vcpu->arch.pv_eoi.data.hva)/
