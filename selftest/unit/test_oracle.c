// SPDX-License-Identifier: GPL-2.0-only
/*
 * The oracle is the one part whose silence nobody would notice, so it is given
 * wrong reports here and has to name each page.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/round/oracle.h"
#include "lib/rng.h"
#include "selftest/unit/unit.h"

/* Neither a multiple of 64 nor of 512 */
#define NR_PAGES 4099

static struct pageset must, may, reported, missed, spurious, expected;

static void reset(void)
{
	struct pageset *sets[] = { &must,   &may,      &reported,
				   &missed, &spurious, &expected };

	for (size_t i = 0; i < ARRAY_LEN(sets); i++) {
		pageset_free(sets[i]);
		pageset_init(sets[i], NR_PAGES);
	}
	/* Words 1 and 2 have to be dirty, the rest of huge page 0 may be. */
	pageset_add_range(&must, 64, 128);
	pageset_add_range(&may, 0, 512);
}

static bool judged(u64 nr_missed, u64 nr_spurious, u64 nr_excused)
{
	struct oracle_counts counts;

	/* What a former judgement left there must not matter. */
	pageset_fill(&missed);
	pageset_fill(&spurious);
	counts = oracle_judge(&must, &may, &reported, &missed, &spurious);
	if (counts.missed == nr_missed && counts.spurious == nr_spurious &&
	    counts.excused == nr_excused)
		return true;
	return note("missed %llu spurious %llu excused %llu",
		    (unsigned long long)counts.missed,
		    (unsigned long long)counts.spurious,
		    (unsigned long long)counts.excused);
}

static void each_page_counts(void)
{
	bool found = true, exact = true, free = true;

	for (u64 page = 0; page < NR_PAGES; page++) {
		reset();
		pageset_copy(&reported, &must);
		pageset_add(&expected, page);
		if (pageset_has(&must, page)) {
			pageset_del(&reported, page);
			found &= judged(1, 0, 0);
			exact &= pageset_equal(&missed, &expected) &&
				 pageset_is_empty(&spurious);
		} else if (pageset_has(&may, page)) {
			pageset_add(&reported, page);
			free &= judged(0, 0, 1);
			free &= pageset_is_empty(&missed) &&
				pageset_is_empty(&spurious);
		} else {
			pageset_add(&reported, page);
			found &= judged(0, 1, 0);
			exact &= pageset_equal(&spurious, &expected) &&
				 pageset_is_empty(&missed);
		}
	}
	check(found, "one-wrong-page-is-found-wherever-it-is");
	check(exact, "and-is-the-page-that-is-named");
	check(free, "one-allowed-page-is-excused");
}

static void judge(void)
{
	reset();
	pageset_copy(&reported, &must);
	check(judged(0, 0, 0), "exactly-must");

	pageset_copy(&reported, &may);
	check(judged(0, 0, 512 - 128), "all-that-may-be");

	pageset_empty(&reported);
	check(judged(128, 0, 0) && pageset_equal(&missed, &must),
	      "nothing-reported");

	pageset_fill(&reported);
	check(judged(0, NR_PAGES - 512, 512 - 128), "everything-reported");

	/* As many wrong pages as right ones: no count may balance another. */
	pageset_copy(&reported, &must);
	pageset_del(&reported, 64);
	pageset_add(&reported, 63);
	pageset_add(&reported, 512);
	check(judged(1, 1, 1) && pageset_has(&missed, 64) &&
		      pageset_has(&spurious, 512),
	      "one-of-each");

	reset();
	pageset_copy(&may, &must);
	pageset_copy(&reported, &must);
	pageset_add(&reported, 63);
	check(judged(0, 1, 0), "without-an-allowance-nothing-is-excused");
}

/* In a child, as it has to end the process */
static void must_is_part_of_may(void)
{
	pid_t pid;
	int status;

	reset();
	pageset_add(&must, 512);
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		if (!freopen("/dev/null", "w", stderr))
			_exit(1);
		judged(0, 0, 0);
		_exit(0);
	}
	check(waitpid(pid, &status, 0) == pid && WIFSIGNALED(status) &&
		      WTERMSIG(status) == SIGABRT,
	      "a-must-that-may-not-be-aborts");
}

static void prints(u64 huge_pages, const char *expect, const char *name)
{
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);
	bool ok;

	oracle_print_ranges(to, "missed", &expected, huge_pages);
	fclose(to);
	ok = !strcmp(text, expect);
	if (!ok)
		note("printed: %s", text);
	check(ok, name);
	free(text);
}

static void ranges(void)
{
	reset();
	prints(512, "missed 0 pages\n", "prints-no-pages");

	pageset_add(&expected, 5);
	prints(512, "missed 1 page: 5\n", "prints-one-page");

	reset();
	pageset_add(&expected, 63);
	pageset_add_range(&expected, 511, 2);
	prints(512,
	       "missed 3 pages: 63 (word edge)"
	       " 511-512 (word edge, huge-page edge)\n",
	       "prints-edges");
	/* 16K pages: 2048 of them in a huge mapping */
	prints(2048, "missed 3 pages: 63 (word edge) 511-512 (word edge)\n",
	       "prints-no-edge-of-another-page-size");
	prints(0, "missed 3 pages: 63 (word edge) 511-512 (word edge)\n",
	       "prints-no-huge-page-edge-where-there-is-none");
	prints(64,
	       "missed 3 pages: 63 (word edge, huge-page edge)"
	       " 511-512 (word edge, huge-page edge)\n",
	       "prints-edges-of-other-huge-pages");

	/* 62 and 65 are beside the edge, and 511 is 447 pages after 64. */
	reset();
	pageset_add(&expected, 62);
	pageset_add(&expected, 64);
	pageset_add(&expected, 66);
	pageset_add_range(&expected, 70, 442);
	pageset_add(&expected, 4096);
	pageset_add(&expected, 4098);
	prints(512,
	       "missed 447 pages: 62 64 (word edge) 66"
	       " 70-511 (word edge, huge-page edge)"
	       " 4096 (word edge, huge-page edge) 4098 (slot end)\n",
	       "prints-both-ends-and-the-slot-end");

	reset();
	pageset_fill(&expected);
	prints(512,
	       "missed 4099 pages:"
	       " 0-4098 (word edge, huge-page edge, slot end)\n",
	       "prints-a-full-slot");

	reset();
	for (u64 page = 1; page <= 19; page += 2)
		pageset_add(&expected, page);
	prints(512, "missed 10 pages: 1 3 5 7 9 11 13 15 17 19\n",
	       "prints-ten-ranges");
	pageset_add(&expected, 21);
	prints(512,
	       "missed 11 pages: 1 3 5 7 9 11 13 15 17 19"
	       " and 1 more range (1 page)\n",
	       "counts-the-eleventh");
	pageset_add_range(&expected, 30, 5);
	prints(512,
	       "missed 16 pages: 1 3 5 7 9 11 13 15 17 19"
	       " and 2 more ranges (6 pages)\n",
	       "counts-the-rest");
}

int main(void)
{
	unit_begin("oracle");
	judge();
	each_page_counts();
	must_is_part_of_may();
	ranges();
	pageset_free(&must);
	pageset_free(&may);
	pageset_free(&reported);
	pageset_free(&missed);
	pageset_free(&spurious);
	pageset_free(&expected);
	return unit_end();
}
