# SPDX-License-Identifier: GPL-2.0-only
#
# A Hyper-V guest that has a reference TSC page gives another address for it, without
# switching the page off in between. KVM takes the page for set up: it keeps the new
# address, and writes nothing there until the clock of the VM changes.
#
# lost: the page at its new address: the guest finds there what was there before, and
#	the page is not marked
# mirrors: -
# class: own-writes
# where: svm vmx
# kernels: 7.0-
# files: arch/x86/kvm/hyperv.c
/^static int kvm_hv_set_msr_pw(/,/^}/{
/^\t\tif (hv->hv_tsc_page & HV_X64_MSR_TSC_REFERENCE_ENABLE) {$/{
n
s/^\t\t\tif (!host)$/\t\t\tif (!host \&\& hv->hv_tsc_page_status != HV_TSC_PAGE_UNSET)\n\t\t\t\tbreak;\n&/
}
}
