/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The only way to the kernel's KVM selftests library. Differences between the
 * kernel versions that KDIR may name are hidden here.
 */
#ifndef HOST_MACHINE_COMPAT_H
#define HOST_MACHINE_COMPAT_H

#include "kvm_util.h"
#include "processor.h"

#include "host/machine/uapi.h"
#include "lib/types.h"

/*
 * compat_mmu(vm) has the root and the depth of the guest's page tables (pgd,
 * pgtable_levels). compat_alloc(vm, bytes, gva) allocates memory in slot 0, at
 * the first free guest address from @gva on. The preprocessor cannot see which
 * names the library uses, so the Makefile looks (KVM_HAS).
 */
#ifdef KVM_HAS_MMU
#define compat_mmu(vm) (&(vm)->mmu)
#else
#define compat_mmu(vm) (vm)
#endif
/* compat_vm_create(mode) does KVM_CREATE_VM and little else. */
#ifdef VM_SHAPE
#define compat_vm_create(mode) ____vm_create(VM_SHAPE(mode))
#else
#define compat_vm_create(mode) ____vm_create(mode, 0)
#endif
#ifdef KVM_HAS_VM_ALLOC
#define compat_alloc vm_alloc
#else
#define compat_alloc vm_vaddr_alloc
#endif

/* The library's ioctl(): the Makefile renames it in the library's files. */
int compat_ioctl(int fd, unsigned long request, ...);

/*
 * Run the library's constructors. backend_probe() calls this once it has found
 * a KVM, before anything is printed. Signal handlers stay those of the caller.
 */
void compat_library_init(void);

#endif
