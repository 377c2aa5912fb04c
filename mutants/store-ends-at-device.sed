# SPDX-License-Identifier: GPL-2.0-only
#
# Of a store that KVM emulates over the edge of a page, the first part goes to a
# device that userspace emulates. KVM leaves for userspace then, and forgets the
# second part, which goes to memory in the next page. (Stores whose first part is in
# memory are done as a whole.)
#
# lost: the second part of the store: its page is neither written nor marked
# mirrors: -
# class: emulator
# where: svm vmx
# kernels: 7.0-
# files: arch/x86/kvm/x86.c
/^static int emulator_read_write(/,/^}/{
/^\t\tif (rc != X86EMUL_CONTINUE)$/,/^\t\t\treturn rc;$/{
s/^\t\t\treturn rc;$/&\n\n\t\tif (ops->write \&\& vcpu->mmio_nr_fragments)\n\t\t\tgoto mmio_exit;\n/
}
s/^\tvcpu->mmio_needed = 1;$/mmio_exit:\n&/
}
