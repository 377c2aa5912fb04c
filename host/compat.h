/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The only way to the kernel's KVM selftests library.  What differs between
 * the kernel versions that KDIR may point to is evened out here.
 */
#ifndef HOST_COMPAT_H
#define HOST_COMPAT_H

#include "kvm_util.h"
#include "processor.h"

#include "lib/types.h"

/* What the kernel's library calls for ioctl(): the Makefile renames it there. */
int compat_ioctl(int fd, unsigned long request, ...);

/* First thing in main(): stdout is ours from here on. */
void compat_quiet_library(void);

#ifndef KVM_CAP_DIRTY_LOG_RING_WITH_BITMAP
#error "KDIR is too old: its KVM headers lack KVM_CAP_DIRTY_LOG_RING_WITH_BITMAP (6.2)"
#endif

#endif
