// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdlib.h>

#include "host/round/oracle.h"

#define WORD_PAGES 64
#define MAX_RANGES 10

struct oracle_counts oracle_judge(const struct pageset *must,
				  const struct pageset *may,
				  const struct pageset *reported,
				  struct pageset *missed,
				  struct pageset *spurious)
{
	struct oracle_counts counts;
	struct pageset excused;

	pageset_init(&excused, must->nr_pages);
	pageset_diff(&excused, must, may);
	if (!pageset_is_empty(&excused)) {
		oracle_print_ranges(stderr,
				    "oracle: must, but not may:", &excused, 0);
		abort();
	}

	pageset_diff(missed, must, reported);
	pageset_diff(spurious, reported, may);
	pageset_diff(&excused, may, must);
	pageset_and(&excused, reported);

	counts.missed = pageset_count(missed);
	counts.spurious = pageset_count(spurious);
	counts.excused = pageset_count(&excused);
	pageset_free(&excused);
	return counts;
}

static bool at_edge(u64 page, u64 span)
{
	return span && (page % span == 0 || page % span == span - 1);
}

static void print_range(FILE *to, u64 first, u64 last, u64 nr_pages,
			u64 huge_pages)
{
	const char *before = " (";

	fprintf(to, " %" PRIu64, first);
	if (last != first)
		fprintf(to, "-%" PRIu64, last);

	if (at_edge(first, WORD_PAGES) || at_edge(last, WORD_PAGES)) {
		fprintf(to, "%sword edge", before);
		before = ", ";
	}
	if (at_edge(first, huge_pages) || at_edge(last, huge_pages)) {
		fprintf(to, "%shuge-page edge", before);
		before = ", ";
	}
	if (last == nr_pages - 1) {
		fprintf(to, "%sslot end", before);
		before = ", ";
	}
	if (*before == ',')
		fputc(')', to);
}

void oracle_print_ranges(FILE *to, const char *prefix,
			 const struct pageset *pages, u64 huge_pages)
{
	u64 count = pageset_count(pages);
	u64 nr_ranges = 0;
	u64 first = 0;
	u64 nr = 0;

	fprintf(to, "%s %" PRIu64 " page%s", prefix, count,
		count == 1 ? "" : "s");
	while (pageset_next_range(pages, first + nr, &first, &nr)) {
		if (nr_ranges == 0)
			fputc(':', to);
		if (nr_ranges++ >= MAX_RANGES)
			continue;
		print_range(to, first, first + nr - 1, pages->nr_pages,
			    huge_pages);
		count -= nr;
	}
	if (nr_ranges > MAX_RANGES)
		fprintf(to,
			" and %" PRIu64 " more range%s (%" PRIu64 " page%s)",
			nr_ranges - MAX_RANGES,
			nr_ranges - MAX_RANGES == 1 ? "" : "s", count,
			count == 1 ? "" : "s");
	fputc('\n', to);
}
