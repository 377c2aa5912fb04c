// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table of cases decides what runs first, and what a quick run leaves out: a case
 * that it takes for another one would not run at all.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "host/main/chosen.h"
#include "selftest/unit/unit.h"

static bool load(const char *text)
{
	char path[] = "/tmp/chosen.XXXXXX";
	int fd = mkstemp(path);
	bool ok = write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	close(fd);
	ok = ok && chosen_load(path);
	unlink(path);
	return ok;
}

int main(void)
{
	unit_begin("chosen");
	check(!chosen_load("/nix/table"), "a file that there is not");
	check(!chosen_load("/"), "a folder");
	check(load("# a comment\n"
		   "smoke/late@ring\t3\t0.5\n"
		   "\n"
		   "smoke/armed@bitmap,thp 7\n"
		   "smoke/late@ring\n"
		   "smoke/last@ring"),
	      "a table");
	check(chosen_place("smoke/late@ring") == 2, "the first of two lines");
	check(chosen_place("smoke/armed@bitmap,thp") == 4, "a backing");
	check(!chosen_place("smoke/armed@bitmap"), "... is no part to leave out");
	check(!chosen_place("smoke/late@ring-min"), "nor is a collector's end");
	check(chosen_place("smoke/last@ring") == 6, "a line without an end");
	return unit_end();
}
