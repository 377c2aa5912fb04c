# SPDX-License-Identifier: GPL-2.0-only
#
# The command MAPD that unmaps a device empties its entry in the guest's device table,
# and does not mark the table's page.
#
# lost: the page of the ITS device table in which a device was unmapped
# mirrors: -
# class: arm64
# where: arm64
# kernels: 7.0-
# files: arch/arm64/kvm/vgic/vgic-its.c
/^static int vgic_its_cmd_handle_mapd(/,/^}/{
	/^\tgpa_t gpa;$/a\
	u64 none = 0;\
	int idx, ret;
	/^\tif (!valid)$/{
		N
		c\
	if (!valid) {\
		unsigned long hva;\
\
		idx = srcu_read_lock(&kvm->srcu);\
		hva = gfn_to_hva(kvm, gpa_to_gfn(gpa));\
		ret = kvm_is_error_hva(hva) ||\
		      copy_to_user((void __user *)(hva + offset_in_page(gpa)),\
				   &none, sizeof(none)) ? -EFAULT : 0;\
		srcu_read_unlock(&kvm->srcu, idx);\
		return ret;\
	}
	}
}
