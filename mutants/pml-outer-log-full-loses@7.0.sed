# SPDX-License-Identifier: GPL-2.0-only
#
# KVM emulates PML for an outer guest. When that guest's log is full, KVM leaves the entry
# out, sets the dirty bit all the same, and does not make the nested guest exit. If L2 writes
# to 513 pages whose dirty bits L1 has cleared, and nothing else makes it exit to L1, the
# last of them is not in L1's log.
#
# lost: for the outer guest, the pages that its nested guest writes after 512 others: if the
#   outer guest migrates its own guest, that migration loses them
# mirrors: none; a plausible slip in nested_vmx_write_pml_buffer(), which returns 0 where
#   PML is off, or the log is in no memory
# class: nested
# where: vmx
# kernels: 7.0-7.3
# files: arch/x86/kvm/vmx/nested.c
/^static int nested_vmx_write_pml_buffer(/,/^}/{
	/guest_pml_index >= PML_LOG_NR_ENTRIES/,/^\t}/{
		/pml_full = true;$/d
		s/return 1;$/return 0;/
	}
}
