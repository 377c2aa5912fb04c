/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The memory of the device ivshmem, by which an emulated machine shares memory with whoever
 * started it.  No driver is needed, so this works with every kernel that has PCI.
 */
#ifndef HOST_MEMORY_IVSHMEM_H
#define HOST_MEMORY_IVSHMEM_H

/*
 * Enable the first such device, and open its memory, to be mapped shared.  Returns a file
 * descriptor, or -1 with errno: ENODEV without such a device.
 */
int ivshmem_open(void);

#endif
