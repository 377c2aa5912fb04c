# SPDX-License-Identifier: GPL-2.0-only
#
# KVM_DEV_ARM_ITS_SAVE_TABLES writes the collections to the guest's table, and an
# invalid entry behind the last. If there is no collection, it writes nothing.
# Userspace saves the tables, the guest unmaps its collections (MAPC with V=0), and
# userspace saves the tables again: the collections of before are still there.
#
# lost: the end of the table, whose page is not marked: after a migration the ITS has
#	collections that the guest has unmapped
# mirrors: -
# class: arm64
# where: arm64
# kernels: 7.0-
# files: arch/arm64/kvm/vgic/vgic-its.c
/^static int vgic_its_save_collection_table(/,/^}/{
s/^\tif (filled == max_size)$/\tif (!filled || filled == max_size)/
}
