# SPDX-License-Identifier: GPL-2.0-only
#
# While a slot logs, a permission fault that is no store, as of a page that the guest
# executes, maps the page writable.
#
# lost: stores to a page that was executed since it was protected
# mirrors: -
# class: arm64
# where: arm64
# kernels: 6.12-7.3
# files: arch/arm64/kvm/mmu.c
/^static int user_mem_abort(/,/^}/s/} else if (logging_active && !write_fault) {/} else if (logging_active \&\& !fault_is_perm) {/
/^static int kvm_s2_fault_compute_prot(/,/^}/s/kvm_is_write_fault(s2fd->vcpu)))$/kvm_s2_fault_is_perm(s2fd)))/
