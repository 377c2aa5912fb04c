// SPDX-License-Identifier: GPL-2.0-only
//
// Switching logging on does not clear the dirty bits of small mappings.
//
// lost: writes to pages whose dirty bit was set already
// mirrors: B18, b64d740ea7dd (6.0): what enabling has to do
// class: vmx-pml
// where: vmx
// kernels: 5.12-
// files: arch/x86/kvm/x86.c
@@
expression kvm, new;
@@
- kvm_mmu_slot_leaf_clear_dirty(kvm, new);
