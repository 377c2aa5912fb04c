// SPDX-License-Identifier: GPL-2.0-only
/* A 16550 or a PL011, polled.  The firmware has set the port's speed. */
#include "guest/efi/arch_efi.h"

struct serial serial;

/* 16550, registers 0 to 5 */
#define DATA 0
#define INTERRUPTS 1
#define FIFO 2
#define STATUS 5
#define STATUS_READY 0x01 /* a character was received */
#define STATUS_EMPTY 0x20 /* the send FIFO is empty */
#define FIFO_CHARACTERS 16

/* PL011, registers as bytes from the base */
#define PL011_DATA 0x00
#define PL011_FLAGS 0x18
#define PL011_RECEIVE_EMPTY 0x10
#define PL011_SEND_FULL 0x20

static u32 get(u32 reg)
{
	if (serial.pl011)
		return arch_efi_read(serial.base + reg, false, 4);
	return arch_efi_read(serial.base + reg * serial.stride, serial.is_port,
			     serial.stride == 4 ? 4 : 1);
}

static void put(u32 reg, u32 value)
{
	if (serial.pl011)
		arch_efi_write(serial.base + reg, false, 4, value);
	else
		arch_efi_write(serial.base + reg * serial.stride,
			       serial.is_port, serial.stride == 4 ? 4 : 1,
			       value);
}

void serial_init(void)
{
	if (serial.pl011)
		return;
	put(INTERRUPTS, 0);
	put(FIFO, 1);
}

u32 serial_room(void)
{
	if (serial.pl011)
		return get(PL011_FLAGS) & PL011_SEND_FULL ? 0 : 1;
	return get(STATUS) & STATUS_EMPTY ? FIFO_CHARACTERS : 0;
}

void serial_put(char c)
{
	put(serial.pl011 ? PL011_DATA : DATA, (u8)c);
}

int serial_get(void)
{
	if (serial.pl011)
		return get(PL011_FLAGS) & PL011_RECEIVE_EMPTY ?
			       -1 : (int)(get(PL011_DATA) & 0xff);
	return get(STATUS) & STATUS_READY ? (int)(get(DATA) & 0xff) : -1;
}
