# SPDX-License-Identifier: GPL-2.0-only
#
# A read of a read-only slot maps the page writable.
#
# lost: the exit for a store that userspace has to see
# mirrors: -
# class: memslot
# where: svm vmx arm64
# kernels: 6.12-7.3
# files: virt/kvm/kvm_main.c
/^kvm_pfn_t __gfn_to_pfn_memslot(/,/^}/{
/Do not map writable pfn in the readonly memslot/,/^\t}/d
}
/^static kvm_pfn_t kvm_follow_pfn(/,/^}/{
/if (memslot_is_readonly(kfp->slot) && kfp->map_writable) {/,/^\t}/d
}
