// SPDX-License-Identifier: GPL-2.0-only
/* Functions that the compiler calls by itself, also without a C library. */
#include "lib/types.h"

void *memset(void *to, int value, size_t bytes);
void *memcpy(void *to, const void *from, size_t bytes);

void *memset(void *to, int value, size_t bytes)
{
	for (u8 *at = to; bytes; bytes--)
		*at++ = value;
	return to;
}

void *memcpy(void *to, const void *from, size_t bytes)
{
	const u8 *source = from;

	for (u8 *at = to; bytes; bytes--)
		*at++ = *source++;
	return to;
}
