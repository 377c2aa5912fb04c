# SPDX-License-Identifier: GPL-2.0-only
#
# What the processor has logged is marked in the slots of the first address space, also if
# the vCPU wrote it in SMM.
#
# lost: second writes in SMM to slots of the other address space; the pages of the same
#   address outside of SMM are reported in their place
# mirrors: none; a plausible slip in vmx_flush_pml_buffer(), with mark_page_dirty() in
#   place of kvm_vcpu_mark_page_dirty()
# class: vmx-pml
# where: vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/vmx/vmx.c
/^static void vmx_flush_pml_buffer(/,/^}/s/kvm_vcpu_mark_page_dirty(vcpu, gpa >> PAGE_SHIFT);/mark_page_dirty(vcpu->kvm, gpa >> PAGE_SHIFT);/
