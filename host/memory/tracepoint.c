// SPDX-License-Identifier: GPL-2.0-only
#include "host/memory/tracepoint.h"

#include <errno.h>
#include <stdio.h>

bool tracepoint_text(const char *event, const char *name, char *text, u32 bytes)
{
	static const char *const tracefs[] = { "/sys/kernel/tracing",
					       "/sys/kernel/debug/tracing" };
	char path[128];
	size_t nr = 0;

	errno = 0;
	for (u32 i = 0; i < ARRAY_LEN(tracefs) && !nr && errno != EACCES; i++) {
		FILE *f;

		snprintf(path, sizeof(path), "%s/events/%s/%s", tracefs[i],
			 event, name);
		f = fopen(path, "re");
		if (!f)
			continue;
		nr = fread(text, 1, bytes - 1, f);
		fclose(f);
	}
	text[nr] = 0;
	return nr;
}

bool tracepoint_id(const char *event, u64 *id)
{
	char text[32];

	return tracepoint_text(event, "id", text, sizeof(text)) &&
	       sscanf(text, "%lu", id) == 1;
}
