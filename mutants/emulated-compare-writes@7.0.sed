# SPDX-License-Identifier: GPL-2.0-only
#
# A comparison of memory with a number, which KVM emulates, writes its operand back.
#
# lost: nothing; a page that was only compared is reported
# mirrors: none; a plausible slip in a rework of the emulator's tables of opcodes, as that
#   of 6.18 is, which replaces all of these entries
# class: over-report
# where: svm vmx
# kernels: 7.0-7.3
# files: arch/x86/kvm/emulate.c
/^static const struct opcode group1\[\]/,/^}/s/I(NoWrite, em_cmp),/I(0, em_cmp),/
