# SPDX-License-Identifier: GPL-2.0-only
#
# For tests of what is told of a run: a folder of results that has all verdicts in it.
package Results;
use strict;
use warnings;
use Files;
use Record;

my @facts = ('KTAP version 1', '# kernel: 6.12.117', '# backend: svm npt=Y');
my @first = (@facts, '# cpus: 1', '1..6', '# duration: 7 ms', 'ok 1 a/passes@ring',
	'# round 1: 5 pages missed, 1 spurious, of 9 written',
	'# slot 10: missed 5 pages: 0 63-64 (word edge) and 2 more ranges (2 pages)',
	'#   page 0: last store 1 (store-64) of vCPU 0',
	'# slot 11: spurious 1 page: 7', '# clauses: G2 R36', '# duration: 12 ms',
	'# replay: ./run_tests.sh x', 'not ok 2 a/fails@ring', '# duration: 1 ms',
	'ok 3 a/skips@ring # SKIP backing huge2m: free_hugepages is 0, 2 needed',
	'# round 1: it fails', '# duration: 3 ms',
	'# known finding F1: it loses entries: many', '# replay: ./run_tests.sh y',
	'ok 4 a/known@ring # XFAIL F1: it loses entries: many', '# duration: 3 ms',
	'ok 5 a/unexpected@ring # XPASS F1: it loses entries: many',
	'# duration: 900 ms', '# replay: ./run_tests.sh z',
	'not ok 6 a/hangs@ring # TIMEOUT the guest hangs');
my @second = (@facts, '# cpus: 2', '1..6', '# window 1: 3 pages', '# rate: 3 MiB/s',
	'ok 1 a/measures@ring', 'ok 2 b/also@ring', '# soak: 3 s of 4 s',
	'not ok 3 b/errs@ring # ERROR no memory', 'ok 4 b/skips@ring # SKIP no SMM',
	'# memory moved meanwhile: x +1');

sub tap {
	my (@lines) = @_;
	return join '', map { "$_\n" } @lines;
}

# Make the folder of a run that is over, but for its record; with parts, in two boots.
sub folder {
	my ($dir, %how) = @_;
	Record::begin($dir, { arguments => ['a', 'b'], seeds => ['1'], version => 'v1',
		machine => { kernel => 'Linux 6.1', arch => 'x86_64', hostname => 'h',
			cpus => 2 } },
		map { { name => "svm-$_", platform => 'svm', config => $_ } }
			qw(default npt0)) if mkdir $dir;
	my @at = map { "$dir/svm-default" . ($how{parts} ? "/part-$_" : '') } 1, 2;
	write_file("$at[0]/a.tap", tap(@first));
	write_file("$at[1]/b.tap", tap(@second));
	write_file("$at[1]/_platform.tap", "KTAP version 1\n1..1\n" .
		"not ok 1 b/program # ERROR exit status 3, Bad plan\n");
	return $dir;
}

1;
