# SPDX-License-Identifier: GPL-2.0-only
#
# The run state of a Xen guest's vCPU may begin in one page and end in the next, which
# KVM maps when it first writes the run state. Since it does so there, it no more maps
# the page, or lets it go, when userspace sets the address of the run state: the second
# page stays the one that follows the old address, until a slot changes.
#
# lost: the end of a run state that is moved from one pair of pages to another: KVM
#	writes and marks the page behind the old one
# mirrors: -
# class: own-writes
# where: svm vmx
# kernels: 7.0-
# files: arch/x86/kvm/xen.c
/^int kvm_xen_vcpu_set_attr(/,/^}/{
s/^\t\tsize_t sz, sz1, sz2;$/\t\tsize_t sz1;/
/^\t\tif (IS_ENABLED(CONFIG_64BIT) && vcpu->kvm->arch\.xen\.long_mode)$/,/^$/d
/^\t\t\/\* Either map the second page, or deactivate the second GPC \*\/$/,/^$/d
}
