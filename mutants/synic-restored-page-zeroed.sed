# SPDX-License-Identifier: GPL-2.0-only
#
# KVM empties the page of messages also when userspace, and not the guest, sets its
# address, as at the end of a migration.
#
# lost: the messages that are in the page; a page that nobody wrote is reported
# mirrors: none; a plausible slip in synic_set_msr(), where each register asks for the
#   host by itself
# class: own-writes
# where: svm vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/hyperv.c
/^static int synic_set_msr(/,/^}/s/^\t\tif ((data & HV_SYNIC_SIMP_ENABLE) && !host &&$/\t\tif ((data \& HV_SYNIC_SIMP_ENABLE) \&\&/
