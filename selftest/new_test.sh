#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# new_test.sh NAME: write tests/NAME.c, a test that builds and passes, to begin with.
# `make new TEST=NAME` calls it.
set -eu
cd "$(dirname "$0")/.."

die() {
	echo "make new: $*" >&2
	exit 2
}

name=${1-}
case $name in
'' | [!a-z]* | *[!a-z0-9_]*)
	die "TEST=NAME wants a name of a-z, 0-9 and _, not '$name'" ;;
esac
[ ! -e "tests/$name.c" ] || die "tests/$name.c is there already"

cat >"tests/$name.c" <<END
// SPDX-License-Identifier: GPL-2.0-only
/*
 * Say here what is done, what must be seen, and why KVM could get it wrong.
 *
 * A case is a row of cases[]: a slot, a starting state and stores.  What must be dirty
 * follows from the stores.  host/round/case.h has all columns, lib/pattern.h all
 * patterns, and host/round/round.h the verbs of a body.
 */
#include "host/test.h"

/* What the numbers n[] of a row mean. */
enum { ROUNDS };

/* The body of a case that is more than a list of stores. */
static void halves(struct run *r)
{
	for (u32 i = 0; i < r->c->n[ROUNDS]; i++) {
		/* even pages, odd pages, even pages ... */
		round_queue(r, (struct stores){
				       .op = "store-64",
				       .pattern = { .kind = PATTERN_STRIDE,
						    .first = i & 1,
						    .step = 2 } });
		/* run, harvest, judge: the pages of this round, and no other */
		round_finish(r);
	}
	/* Nothing was stored: nothing may be reported. */
	round_finish(r);
}

static const struct test_case cases[] = {
	/* Without a body: run the stores and judge, harvest again and expect
	 * nothing; then do both once more.  Here the stores are on both sides of
	 * a word's edge in KVM's bitmap. */
	{ .name = "word-edge", .pages = 130,
	  .stores = { { .op = "store-64",
			.pattern = { .kind = PATTERN_RUN,
				     .first = 63, .count = 2 } } } },
	{ .name = "halves", .pages = 130, .run = halves,
	  .n = { [ROUNDS] = 3 } },
};

const struct test test = {
	.name = "$name",
	.about = "what it is about, in one line",
	/* The promises of KVM that it checks: docs/clauses.tsv. */
	.clauses = "G2",
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
END
cat <<END
tests/$name.c is a test that passes. Next:
  ./run_tests.sh -v $name                       run it
  build/x86/tests/$name -C bitmap -F lose-bit   see it fail
  make coverage                                 say in docs/ what it checks
docs/adding-a-test.md goes on from there.
END
