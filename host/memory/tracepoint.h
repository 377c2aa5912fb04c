/* SPDX-License-Identifier: GPL-2.0-only */
/* What tracefs says of an event of the kernel's, for perf_event_open(). */
#ifndef HOST_MEMORY_TRACEPOINT_H
#define HOST_MEMORY_TRACEPOINT_H

#include "lib/types.h"

/*
 * Read the file @name ("id", "format") of @event ("kvm/kvm_age_hva") into @text, which
 * ends with a 0, and is cut off at @bytes - 1. False if there is none, or if we may not
 * read it; errno says which.
 */
bool tracepoint_text(const char *event, const char *name, char *text, u32 bytes);

/* The event's number, the .config of PERF_TYPE_TRACEPOINT. False as above. */
bool tracepoint_id(const char *event, u64 *id);

#endif
