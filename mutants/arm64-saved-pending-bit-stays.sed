# SPDX-License-Identifier: GPL-2.0-only
#
# KVM_DEV_ARM_VGIC_SAVE_PENDING_TABLES sets the bits of the LPIs that are pending, and
# leaves the bits of the others as they are. A bit that was set when the tables were
# saved before stays. Userspace saves the tables while an LPI is pending, the guest
# takes the interrupt, and userspace saves the tables again.
#
# lost: the change of the guest's pending table, whose page is not marked: after a
#	migration the guest gets the interrupt once more
# mirrors: -
# class: arm64
# where: arm64
# kernels: 7.0-
# files: arch/arm64/kvm/vgic/vgic-v3.c
/^int vgic_v3_save_pending_tables(/,/^}/{
s/^\t\tif (stored == is_pending)$/\t\tif (stored || !is_pending)/
/^\t\tif (is_pending)$/,/^\t\t\tval &= /c\
\t\tval |= 1 << bit_nr;
}
