// SPDX-License-Identifier: GPL-2.0-only
#include "vmm/image.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "verdict/verdict.h"

#define SECTOR 512

static int print_command(char *to, size_t room, const struct command *c)
{
	int n = snprintf(to, room,
			 COMMAND_FIRST
			 "vcpus=%u pages=%u pattern=%s first=%u step=%u "
			 "seed=%lu seconds=%u looks=%u rate=",
			 c->vcpus, c->pages, pattern_name(c->pattern), c->first,
			 c->step, c->seed, c->seconds, c->looks);

	for (u32 v = 0; v < c->vcpus; v++)
		n += snprintf(to + n, room - n, "%s%u", v ? "," : "",
			      c->rate[v]);
	if (c->zero)
		n += snprintf(to + n, room - n, " zero=%u", c->zero);
	if (c->lies)
		n += snprintf(to + n, room - n, " lie=%u", c->lie);
	if (c->traps)
		n += snprintf(to + n, room - n, " trap=%u", c->trap);
	return n;
}

void image_write(const struct machine_kind *kind, const struct command *c,
		 const char *path)
{
	size_t bytes = kind->image_end - kind->image, at;
	const char *why = command_check(c);
	u8 *copy = malloc(bytes);
	FILE *file;

	if (!bytes)
		verdict_error("this build has no image for a guest of %s",
			      kind->name);
	if (!copy || why)
		verdict_error("the payload's command: %s",
			      why ? why : "out of memory");
	memcpy(copy, kind->image, bytes);
	/*
	 * Only the command file begins with this line, at the start of a
	 * sector.
	 */
	for (at = 0; at + SECTOR <= bytes; at += SECTOR)
		if (!memcmp(copy + at, COMMAND_FIRST, strlen(COMMAND_FIRST)))
			break;
	if (at + SECTOR > bytes)
		verdict_error("the disk image has no command block");
	memset(copy + at, 0, COMMAND_BYTES);
	print_command((char *)copy + at, COMMAND_BYTES, c);
	file = fopen(path, "w");
	if (!file || fwrite(copy, bytes, 1, file) != 1 || fclose(file))
		verdict_error("cannot write %s: %s", path,
			      verdict_errno(errno));
	free(copy);
}
