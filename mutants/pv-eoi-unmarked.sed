# SPDX-License-Identifier: GPL-2.0-only
#
# The flag of the paravirtual EOI is written by way of the host's mapping that is cached for
# it, like the steal time, but unlike there the page is not marked.
#
# lost: the page of the paravirtual EOI
# mirrors: -
# class: own-writes
# where: svm
# kernels: 6.12-
# files: arch/x86/kvm/lapic.c
/^static int pv_eoi_put_user(/,/^}/ {
	/^\treturn kvm_write_guest_cached(vcpu->kvm, &vcpu->arch.pv_eoi.data, &val,$/ {
		N
		c\
\tstruct gfn_to_hva_cache *ghc = &vcpu->arch.pv_eoi.data;\
\
\tif (kvm_memslots(vcpu->kvm)->generation != ghc->generation &&\
\t    kvm_gfn_to_hva_cache_init(vcpu->kvm, ghc, ghc->gpa, ghc->len))\
\t\treturn -EFAULT;\
\
\tif (kvm_is_error_hva(ghc->hva))\
\t\treturn -EFAULT;\
\
\treturn __copy_to_user((void __user *)ghc->hva, &val, sizeof(val)) ?\
\t       -EFAULT : 0;
	}
}
