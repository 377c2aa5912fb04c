// SPDX-License-Identifier: GPL-2.0-only
#include "host/main/chosen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char **names;
static u32 nr_names;

static void add(char *line)
{
	line[strcspn(line, " \t\n")] = 0;
	names = realloc(names, (nr_names + 1) * sizeof(*names));
	if (!names)
		abort();
	names[nr_names] = strdup(line);
	if (!names[nr_names++])
		abort();
}

bool chosen_load(const char *file)
{
	FILE *from = fopen(file, "r");
	char *line = NULL;
	size_t room = 0;
	bool whole;

	if (!from)
		return false;
	while (getline(&line, &room, from) >= 0)
		add(line);
	whole = !ferror(from);
	free(line);
	fclose(from);
	return whole;
}

u32 chosen_place(const char *name)
{
	for (u32 i = 0; i < nr_names; i++)
		if (!strcmp(names[i], name))
			return i + 1;
	return 0;
}
