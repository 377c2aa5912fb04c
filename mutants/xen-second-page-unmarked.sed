# SPDX-License-Identifier: GPL-2.0-only
#
# Xen's run state may begin in one page and end in the next. Only the first is marked.
#
# lost: the second page of a run state that crosses the end of a page
# mirrors: -
# class: own-writes
# where: svm
# kernels: 6.12-
# files: arch/x86/kvm/xen.c
/^static void kvm_xen_update_runstate_guest(/,/^}/ {
	/^\tif (user_len2) {$/ {
		N
		s/^\tif (user_len2) {\n\t\tkvm_gpc_mark_dirty_in_slot(gpc2);$/\tif (user_len2) {/
	}
}
