/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The integer types of host and guest.  lib/ is compiled twice.  For the
 * payload lib/ is freestanding, and only the compiler's own headers exist.  For
 * the test programs lib/ is hosted, and the kernel's library defines the same
 * names as the same types (C11 allows the repetition).
 */
#ifndef LIB_TYPES_H
#define LIB_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int32_t s32;
typedef int64_t s64;

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

#endif
