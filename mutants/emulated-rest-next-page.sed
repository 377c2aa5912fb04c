# SPDX-License-Identifier: GPL-2.0-only
#
# What an emulated store over a page's end writes to the next virtual page goes to the page that
# is next in physical memory.
#
# lost: the other page of an emulated store over an edge, if it is another one in memory
# mirrors: -
# class: emulator
# where: svm vmx
# kernels: 6.1-
# files: arch/x86/kvm/x86.c
/^static int emulator_read_write(/,/^}/ {
	s/^\tint rc;$/&\n\tgpa_t rest = 0;/
	s/^\t\taddr += now;$/\t\tif (ops->write)\n\t\t\trest = kvm_mmu_gva_to_gpa_write(vcpu, addr, exception) + now;\n&/
	s/^\trc = emulator_read_write_onepage(addr, val, bytes, exception,$/\tif (rest \&\& !vcpu->mmio_nr_fragments \&\&\n\t    !kvm_vcpu_write_guest(vcpu, rest, val, bytes))\n\t\treturn X86EMUL_CONTINUE;\n&/
}
