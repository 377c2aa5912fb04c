#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# What bench.pl makes of times and of known kills.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../../run";
use File::Temp qw(tempdir);
use Files;
use Speed;
use Test::More;

my $dir = tempdir(CLEANUP => 1);
chdir $dir or die "$dir: $!\n";

sub table {
	my ($file, @lines) = @_;
	write_file($file, join '', map { "$_\n" } @lines);
}

# Two boots at a time, in which programs start and end, too.
table('r/svm-default/part-1/times.tsv', "a\t0.5", "a/one\@ring\t1", "a\t0.25",
	"b/two\@ring\t2");
table('r/svm-default/part-2/times.tsv', "c\t0.125", "c/one\@ring\t1");
my %end = Speed::ends('r', 'svm-default');
is_deeply([map { $end{$_} } 'a/one@ring', 'b/two@ring', 'c/one@ring'], [1.5, 3.75, 1.125],
	'a case ends after all that its boot did before');
is_deeply({ Speed::ends('r', 'vmx-default') }, {}, 'a platform that did not run');

table('mutants/kills.tsv', '# a comment', "m\tsvm-default\tb/two\@ring",
	"m\tsvm-default\ta/one\@ring", "n\tsvm-default\tb/two\@ring",
	"o\tsvm-npt0\ta/one\@ring", "p\tsvm-default\td/none\@ring");
is_deeply([Speed::first_failures('svm', %end)], [1.5, 3.75],
	'the first case that kills counts, on that platform and config');
is_deeply([Speed::first_failures('vmx', %end)], [], 'nothing is known to kill there');

is(Speed::percentile(50, 1 .. 5), 3, 'the median of an odd number');
is(Speed::percentile(95, 1 .. 100), 95, '95% of a hundred');
is(Speed::percentile(95, 7), 7, 'of one value');
is(Speed::percentile(50), undef, 'of none');
chdir '/';
done_testing;
