// SPDX-License-Identifier: GPL-2.0-only
#include "guest/efi/arch_efi.h"

/* A power of two.  An account line is about 100 characters. */
#define RING 16384

static char ring[RING];
static u32 nr_put, nr_sent;

static void put(char c)
{
	/*
	 * A full ring waits.  That happens at the end, or on a very slow port.
	 */
	while (nr_put - nr_sent == RING)
		text_drain();
	ring[nr_put++ % RING] = c;
}

void text_put(const char *s)
{
	for (; *s; s++)
		put(*s);
}

static void digits(u64 value, u32 base, u32 least)
{
	char text[24];
	u32 n = 0;

	do {
		text[n++] = "0123456789abcdef"[value % base];
		value /= base;
	} while (value || n < least);
	while (n)
		put(text[--n]);
}

void text_number(const char *key, u64 value)
{
	put(' ');
	text_put(key);
	put('=');
	digits(value, 10, 1);
}

void text_hex(const char *key, u64 value)
{
	put(' ');
	text_put(key);
	text_put("=0x");
	digits(value, 16, 1);
}

/* MiB with two decimals, rounded down. */
void text_mib(const char *key, u64 pages)
{
	u64 hundredths = pages * PAGE_BYTES * 100 >> 20;

	text_number(key, hundredths / 100);
	put('.');
	digits(hundredths % 100, 10, 2);
}

void text_end(void)
{
	text_put("\r\n");
}

void text_drain(void)
{
	u32 room;

	if (nr_put == nr_sent)
		return;
	for (room = serial_room(); room && nr_put != nr_sent; room--)
		serial_put(ring[nr_sent++ % RING]);
}

void text_flush(void)
{
	while (nr_put != nr_sent)
		text_drain();
}
