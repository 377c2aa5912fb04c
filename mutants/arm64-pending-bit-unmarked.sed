# SPDX-License-Identifier: GPL-2.0-only
#
# When the guest maps an LPI that is pending in its table, KVM takes the bit out of the
# table, and does not mark the table's page.
#
# The guest, or a VMM that restores it, has the bit of an LPI set in a pending table, and the
# LPI is mapped by the command MAPTI (or by KVM_DEV_ARM_ITS_RESTORE_TABLES) while the table's
# slot is logged.
#
# lost: the byte of the pending table: after a migration the interrupt comes once more
# mirrors: the class of a23eaf9368aa (6.3) "KVM: arm64: allow saving vgic3 LPI pending status
#   in no running vcpu context"
# class: arm64
# where: arm64
# kernels: 6.12-7.3
# files: arch/arm64/kvm/vgic/vgic-v3.c
/^int vgic_v3_lpi_sync_pending_status(/,/^}/s/^\t\tret = vgic_write_guest_lock(kvm, ptr, &val, 1);$/\t\tret = put_user(val, (u8 __user *)\n\t\t\t       (gfn_to_hva(kvm, gpa_to_gfn(ptr)) +\n\t\t\t\toffset_in_page(ptr)));/
