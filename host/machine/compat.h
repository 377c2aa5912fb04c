/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The only way to the kernel's KVM selftests library.  What differs between
 * the kernel versions that KDIR may point to is evened out here.
 */
#ifndef HOST_MACHINE_COMPAT_H
#define HOST_MACHINE_COMPAT_H

#include "kvm_util.h"
#include "processor.h"

#include "lib/types.h"

/*
 * The root and the depth of the guest's own page tables (pgd, pgtable_levels), and
 * memory at a guest address (vm, bytes, gva, type).  The preprocessor cannot see
 * what the library calls them; the Makefile looks (KVM_HAS).
 */
#ifdef KVM_HAS_MMU
#define compat_mmu(vm) (&(vm)->mmu)
#else
#define compat_mmu(vm) (vm)
#endif
#ifdef KVM_HAS_VM_ALLOC
#define compat_alloc __vm_alloc
#else
#define compat_alloc __vm_vaddr_alloc
#endif

/* What the kernel's library calls for ioctl(): the Makefile renames it there. */
int compat_ioctl(int fd, unsigned long request, ...);

/*
 * What the library does before main() elsewhere: once there is known to be a KVM,
 * and before anything is printed.  Signals are ours all the same.
 */
void compat_library_init(void);

#ifndef KVM_CAP_DIRTY_LOG_RING_WITH_BITMAP
#error "KDIR is too old: its KVM headers lack KVM_CAP_DIRTY_LOG_RING_WITH_BITMAP (6.2)"
#endif

#endif
