#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# What a person reads at the end of a run, and on the way there.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../../run";
use File::Temp qw(tempdir);
use Grid;
use Record;
use Results;
use Screen;
use Skips;
use Summary;
use Test::More;
use Try;

my $record = Record::finish(Results::folder(tempdir(CLEANUP => 1) . '/a'), 'complete');

is(Summary::text($record, 80), <<'END', 'a run with all verdicts in it');
failed:
  a/fails@ring (svm-default): round 1: 5 pages missed, 1 spurious, of 9 written
  a/hangs@ring (svm-default): the guest hangs
errors: these could not be judged:
  b/errs@ring (svm-default): no memory
  b/program (svm-default): exit status 3, Bad plan
failed as is known, which does not fail the run (--strict):
  F1 it loses entries: many: a/known@ring
passed, though a finding is known that lets them fail:
  F1 it loses entries: many: a/unexpected@ring
skipped, as this KVM or this machine cannot:
  1 case: backing huge2m: no free huge pages
  1 case: no SMM
END
is(Summary::counts(Record::counts($record)), '5 passed, 4 failed, 2 skipped', 'counts');
is(Grid::text($record, 80), <<'END', 'a table of two columns');

              svm        svm
passed    default       npt0
a          FAIL 2          -
b         ERROR 2          -

k: failed as is known; s: skipped; -: did not run

END

is(refused(sub { exec 'perl', "$FindBin::Bin/../../run/summary.pl", '/nowhere' }),
	'summary.pl: /nowhere is no folder of results', 'a folder that there is not');

# The exit status, by the worst verdict.
for ([0, pass => 1], [0, skip => 1], [0, known => 1], [0, unexpected => 1, pass => 1],
	[1, fail => 1, error => 1], [2, error => 1, pass => 1], [2]) {
	my ($status, %nr) = @$_;
	is(Summary::status({ map({ $_ => 0 } @Record::verdicts), %nr }), $status,
		"status of @{[%nr]}");
}
{
	local $ENV{KVM_DIRTY_BISECT} = 1;
	my %none = map { $_ => 0 } @Record::verdicts;
	is(Summary::status({ %none, skip => 3 }), 2, 'skips alone are no verdict of a bisection');
	is(Summary::status({ %none, skip => 3, pass => 1 }), 0, '... and a pass is one');
}

# Skips of a host.
sub skipped {
	my ($platform, @reasons) = @_;
	my ($helps, $causes) = Skips::groups({ run => { machine => { cpus => 2 } }, cases => [
		map { { verdict => 'skip', platform => $platform, reason => $_ } } @reasons] });
	return join '; ', map { "$_->[1] $_->[0]" } @$helps, ['-', ''], @$causes;
}
my @reasons = map { "backing huge2m: free_hugepages is 1, $_ needed" } 1, 2, 1;
is(skipped('host', @reasons), '3 4 free huge pages of 2M;  -', 'huge pages that would do');
is(skipped('svm', @reasons), ' -; 3 backing huge2m: no free huge pages',
	'... of an emulated machine, which has what it has');
is(skipped('host', 'host cannot execute a', 'host cannot execute b',
	'host cannot execute c in user mode', 'x', 'y', 'y', 'y'),
	' -; 3 y; 2 the host cannot execute the instruction; ' .
	'1 the host cannot execute the instruction in user mode; 1 x', 'what nothing helps');

# Lines are as long as the terminal is wide, and those beyond a number are counted.
my %many = (%$record, cases => [map { { name => "t/case-$_\@ring", platform => 'svm',
	config => 'default', run => 1, verdict => 'fail', reason => 'word ' x 30 } } 1 .. 40]);
for my $width (40, 80, 200) {
	my $text = Summary::text(\%many, $width);
	is((sort { $b <=> $a } map { length } split /\n/, $text)[0] <= $width, 1,
		"no line has more than $width characters");
	like($text, qr/^  and 10 more, see results\.json$/m, '... nor are there too many');
}

# Several runs.
sub runs {
	return { %$record, cases => [map { { name => 'a/x@ring', platform => 'svm',
		config => 'default', run => 1, reason => 'r', finding => 'F1',
		verdict => $_ } } @_] };
}
like(Summary::text(runs(qw(pass fail pass)), 80),
	qr/^flaky:\n  svm-default a\/x\@ring: failed in 1 of 3 runs$/m, 'a flaky case');
like(Summary::text(runs(qw(unexpected known)), 80), qr/^  svm.* failed in 1 of 2/m,
	'... of a known finding');
unlike(Summary::text(runs(@$_), 80), qr/flaky/, "not flaky: @$_")
	for ['fail', 'fail'], ['pass', 'pass'], ['pass', 'skip'];

# Colours.
unlike(Summary::text($record, 80), qr/\e/, 'no colour without a terminal');
$Screen::colour = 1;
like(Summary::text($record, 80), qr/^\e\[31mfailed:\e\[m$/m, 'colour on one');
for ([0, TERM => 'xterm', NO_COLOR => 1], [1, TERM => 'xterm', NO_COLOR => ''],
	[0, TERM => 'dumb', NO_COLOR => '']) {
	my ($colour, %environment) = @$_;
	local @ENV{keys %environment} = values %environment;
	# script(1) makes the terminal.
	my $said = `script -qec "perl -I$FindBin::Bin/../../run -MScreen -e 'print Screen::paint(qw(red x))'" /dev/null`;
	is($said =~ /\e\[31mx/ ? 1 : 0, $colour, 'colour with ' .
		join ' ', map { "$_=$environment{$_}" } sort keys %environment);
}
done_testing;
