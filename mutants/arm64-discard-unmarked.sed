# SPDX-License-Identifier: GPL-2.0-only
#
# The command DISCARD of the ITS empties an entry in a table of the guest, and does not mark
# the table's page.
#
# lost: the table of a device: after a migration the interrupt is mapped once more
# mirrors: 7602ffd1d5e8 (6.13) "KVM: arm64: vgic-its: Clear ITE when DISCARD frees an ITE",
#   done without the mark
# class: arm64
# where: arm64
# kernels: 6.12-7.3
# files: arch/arm64/kvm/vgic/vgic-its.c
/^static int vgic_its_cmd_handle_discard(/,/^}/s/^\t\treturn vgic_its_write_entry_lock(its, gpa, 0ULL, ite);$/\t\treturn put_user(0ULL, (u64 __user *)\n\t\t\t\t(gfn_to_hva(kvm, gpa_to_gfn(gpa)) +\n\t\t\t\t offset_in_page(gpa)));/
