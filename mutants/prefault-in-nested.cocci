// SPDX-License-Identifier: GPL-2.0-only
//
// KVM_PRE_FAULT_MEMORY maps memory by the tables of the nested guest that the vCPU is in.
//
// lost: nothing; what was to be mapped ahead is not, and the caller is not told
// mirrors: -
// class: api
// where: svm vmx
// kernels: 6.11-
// files: arch/x86/kvm/mmu/mmu.c
@@
identifier f =~ "^kvm_tdp_(map_page|page_prefault)$";
@@
  f(...)
  {
  ...
- if (vcpu->arch.mmu->page_fault != kvm_tdp_page_fault)
-         return -EOPNOTSUPP;
  ...
  }
