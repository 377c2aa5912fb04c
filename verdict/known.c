// SPDX-License-Identifier: GPL-2.0-only
#include "verdict/known.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME, COLLECTOR, BACKING, BACKEND, KERNELS, FINDING, TITLE, NR_COLUMNS };

struct row {
	char *column[NR_COLUMNS];
	struct known known;
};

static struct row *rows;
static u32 nr_rows;

static bool parse(char *line, struct row *row)
{
	for (u32 i = 0; i < NR_COLUMNS; i++) {
		row->column[i] = strsep(&line, "\t");
		if (!row->column[i] || !*row->column[i])
			return false;
	}
	snprintf(row->known.finding, sizeof(row->known.finding), "%s",
		 row->column[FINDING]);
	snprintf(row->known.title, sizeof(row->known.title), "%s",
		 row->column[TITLE]);
	return !line;
}

/* If @line is a row, keep it. */
static bool add_row(char *line)
{
	rows = realloc(rows, (nr_rows + 1) * sizeof(*rows));
	if (!rows || !parse(line, &rows[nr_rows]))
		return false;
	nr_rows++;
	return true;
}

bool known_load(const char *path)
{
	FILE *f = fopen(path, "r");
	u32 nr_lines = 0;
	bool ok = true;

	if (!f) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		return false;
	}
	while (ok) {
		char *line = NULL;
		size_t room = 0;

		if (getline(&line, &room, f) <= 0) {
			free(line);
			break;
		}
		nr_lines++;
		line[strcspn(line, "\n")] = 0;
		if (!*line || *line == '#') {
			free(line);
			continue;
		}
		ok = add_row(line);
		if (!ok) {
			fprintf(stderr, "%s:%u: not %u columns with tabs in between\n",
				path, nr_lines, NR_COLUMNS);
			free(line);
		}
	}
	fclose(f);
	return ok;
}

/* "6.12.117-foo" as 6 << 16 | 12; what is no number counts as 0. */
static u32 release_number(const char *text)
{
	u32 major = 0, minor = 0;

	sscanf(text, "%u.%u", &major, &minor);
	return major << 16 | minor;
}

bool known_kernel_matches(const char *range, const char *release)
{
	const char *dash = strchr(range, '-');
	u32 have = release_number(release);

	if (!strcmp(range, "-"))
		return true;
	if (!dash)
		return have == release_number(range);
	return have >= release_number(range) &&
	       have <= release_number(dash + 1);
}

static bool matches(const char *glob, const char *text)
{
	return !strcmp(glob, "-") || !fnmatch(glob, text, FNM_EXTMATCH);
}

/* True if some word of @text, which has blanks in between, matches. */
static bool a_word_matches(const char *glob, const char *text)
{
	char words[256];
	char *save = NULL;

	snprintf(words, sizeof(words), "%s", text);
	for (char *word = strtok_r(words, " ", &save); word;
	     word = strtok_r(NULL, " ", &save))
		if (matches(glob, word))
			return true;
	return false;
}

static bool backend_matches(const char *column, const struct known_facts *facts)
{
	char globs[128];
	char *save = NULL;
	const char *name, *fact;

	snprintf(globs, sizeof(globs), "%s", column);
	name = strtok_r(globs, ",", &save);
	if (!name || !matches(name, facts->backend))
		return false;
	while ((fact = strtok_r(NULL, ",", &save)))
		if (!a_word_matches(fact, facts->more) &&
		    !matches(fact, facts->lost ? "lost=1" : "lost=0"))
			return false;
	return true;
}

const struct known *known_find(const char *test, const char *test_case,
			       const char *collector, const char *backing,
			       const struct known_facts *facts)
{
	char name[128];

	snprintf(name, sizeof(name), "%s/%s", test, test_case);
	for (u32 i = 0; i < nr_rows; i++) {
		char **c = rows[i].column;

		if (matches(c[NAME], name) &&
		    matches(c[COLLECTOR], collector) &&
		    matches(c[BACKING], backing) &&
		    backend_matches(c[BACKEND], facts) &&
		    known_kernel_matches(c[KERNELS],
					 facts->kernel))
			return &rows[i].known;
	}
	return NULL;
}
