# SPDX-License-Identifier: GPL-2.0-only
#
# KVM's emulator leaves out a store of what is in memory already.
#
# lost: nothing that a copy would miss; a page that was written is not reported
# mirrors: KVM's promise that every write is logged, whatever its value: emulator_cmpxchg_emulated()
# class: emulator
# where: svm
# kernels: 6.12-
# files: arch/x86/kvm/emulate.c
/^static int writeback(/,/^}/s/^		else$/		else if (op->orig_val == op->val \&\& op->bytes == 8)\n			return X86EMUL_CONTINUE;\n		else/
