# SPDX-License-Identifier: GPL-2.0-only
#
# KVM writes the time that was stolen from a vCPU to guest memory, and does not mark the page.
#
# lost: the record of stolen time, after its first write
# mirrors: 53f985584e3c "KVM: arm64: pvtime: Fix stolen time accounting across migration",
#   with put_user() in place of kvm_put_guest()
# class: arm64
# where: arm64
# kernels: 6.12-7.3
# files: arch/arm64/kvm/pvtime.c
/^void kvm_update_stolen_time(/,/^}/s/^\t\tkvm_put_guest(.*$/\t\tput_user(cpu_to_le64(steal), (u64 __user *)\n\t\t\t (gfn_to_hva(kvm, gpa_to_gfn(base + offset)) +\n\t\t\t  offset_in_page(base + offset)));/
