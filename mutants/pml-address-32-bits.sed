# SPDX-License-Identifier: GPL-2.0-only
#
# KVM takes 32 bits of each address in the processor's log of modified pages. A page of a
# slot at 4 GiB or above that is written, harvested and written again is not in the second
# log, since only the first write faults.
#
# lost: second writes to pages at 4 GiB and above; pages 4 GiB below are reported in their
#   place, if there are any
# mirrors: none; the class of a width that was chosen too small, in vmx_flush_pml_buffer(),
#   which 37c3ddfe5238 (6.14) rewrote
# class: vmx-pml
# where: vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/vmx/vmx.c
/^static void vmx_flush_pml_buffer(/,/^}/s/^\t\tu64 gpa;$/\t\tu32 gpa;/
