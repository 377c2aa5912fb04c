# SPDX-License-Identifier: GPL-2.0-only
#
# A CMPXCHG that finds another value does not write, when KVM emulates it. Processors write
# the old value back.
#
# lost: nothing that a copy would miss; the page of a CMPXCHG that failed is not reported
# mirrors: the reverse of "KVM: x86: Dirty the dest op page on cmpxchg emulation" (Linux 4.0)
# class: emulator
# where: svm vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/emulate.c
/^static int em_cmpxchg(/,/^}/ {
	/Create write-cycle to dest/,/dst.orig_val;$/ {
		/Create write-cycle/d
		s/ctxt->dst.val = ctxt->dst.orig_val;/ctxt->dst.type = OP_NONE;/
	}
}
