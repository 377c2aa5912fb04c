#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# A record as one document of KTAP. What the kernel's parser makes of it is in
# selftest/readers.sh.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../../run";
use Child;
use File::Temp qw(tempdir);
use Files;
use Ktap;
use Record;
use Results;
use Test::More;

my $dir = Results::folder(tempdir(CLEANUP => 1) . '/a');

# The document of a record.
sub ktap {
	my ($record) = @_;
	open my $to, '>', \my $text or die "$!\n";
	Ktap::write_to($to, $record);
	close $to;
	return $text;
}

my $record = Record::finish($dir, 'complete');
is(ktap($record), <<'END', 'a run with all verdicts in it');
KTAP version 1
1..2
  KTAP version 1
  # Subtest: svm-default.a
  # backend: svm npt=Y
  # cpus: 1 or 2
  # kernel: 6.12.117
  1..7
  # round 1: 5 pages missed, 1 spurious, of 9 written
  # slot 10: missed 5 pages: 0 63-64 (word edge) and 2 more ranges (2 pages)
  #   page 0: last store 1 (store-64) of vCPU 0
  # slot 11: spurious 1 page: 7
  # clauses: G2 R36
  # replay: ./run_tests.sh x
  # duration: 12 ms
  not ok 1 a/fails@ring
  # replay: ./run_tests.sh z
  # duration: 900 ms
  not ok 2 a/hangs@ring # TIMEOUT the guest hangs
  # round 1: it fails
  # finding F1
  # replay: ./run_tests.sh y
  # duration: 3 ms
  ok 3 a/known@ring # XFAIL F1: it loses entries: many
  # window 1: 3 pages
  # rate: 3 MiB/s
  ok 4 a/measures@ring
  # duration: 7 ms
  ok 5 a/passes@ring
  # duration: 1 ms
  ok 6 a/skips@ring # SKIP backing huge2m: free_hugepages is 0, 2 needed
  # finding F1
  # duration: 3 ms
  ok 7 a/unexpected@ring # XPASS F1: it loses entries: many
not ok 1 svm-default.a
  KTAP version 1
  # Subtest: svm-default.b
  # backend: svm npt=Y
  # cpus: 1 or 2
  # kernel: 6.12.117
  1..4
  ok 1 b/also@ring
  not ok 2 b/errs@ring # ERROR no memory
  not ok 3 b/program # ERROR exit status 3, Bad plan
  ok 4 b/skips@ring # SKIP no SMM
not ok 2 svm-default.b
END

# A test of which all was skipped; and a name that is there twice.
my @again = map { { %$_, run => 2 } } @{$record->{cases}};
my @skipped = grep { $_->{verdict} eq 'skip' } @{$record->{cases}}, @again;
is(ktap({ %$record, cases => \@skipped, columns => [{ name => 'svm', platform => 'svm',
	config => 'default' }] }), <<'END', 'skips in two runs');
KTAP version 1
1..2
  KTAP version 1
  # Subtest: svm.a
  1..2
  # duration: 1 ms
  ok 1 a/skips@ring # SKIP backing huge2m: free_hugepages is 0, 2 needed
  # duration: 1 ms
  ok 2 a/skips@ring run 2 # SKIP backing huge2m: free_hugepages is 0, 2 needed
ok 1 svm.a # SKIP all of it
  KTAP version 1
  # Subtest: svm.b
  1..2
  ok 1 b/skips@ring # SKIP no SMM
  ok 2 b/skips@ring run 2 # SKIP no SMM
ok 2 svm.b # SKIP all of it
END

# On standard output it is alone there.
my ($status, $said) = Child::output('sh', '-c', 'exec "$@" 2>"$0"', "$dir/err", $^X,
	"$FindBin::Bin/../../run/summary.pl", '--ktap', '-', $dir);
is("$status $said", '1 ' . ktap($record), 'standard output has the document alone');
like(slurp("$dir/err"), qr/^5 passed, 4 failed, 2 skipped$/m, '... and people read the rest');
done_testing;
