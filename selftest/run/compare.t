#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# Two records compared, and the cases that failed in one chosen again.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../../run";
use Again;
use Compare;
use File::Temp qw(tempdir);
use Record;
use Test::More;
use Try;

# A record of cases, "NAME VERDICT [MS]" each; those of a second run begin with "2:".
sub record {
	return { version => 1, run => { end => 'complete' }, columns => [{ name => 'svm-npt0',
		platform => 'svm', config => 'npt0' }], cases => [map {
			my ($run, $name, $verdict, $ms) = /^(?:(\d):)?(\S+) (\S+)(?: (\d+))?/;
			{ name => $name, platform => 'svm', config => 'npt0', run => $run // 1,
				verdict => $verdict, defined $ms ? (ms => $ms) : () } } @_] };
}

sub compared {
	my ($old, $new) = @_;
	my ($text, $failing) = Compare::text(80, record(@$old), record(@$new));
	return ($failing ? "fails\n" : '') . $text;
}

my @none = map { "0 $_" } 'newly failing', 'fixed', 'newly skipped', 'missing', 'new';
my $none = join(', ', @none) . "\n";
is(compared([map { "a/$_\@x $_" } @Record::verdicts], [map { "a/$_\@x $_" }
	@Record::verdicts]), $none, 'the same twice');
for (['pass', 'fail', 'failing'], ['pass', 'error', 'failing'], ['skip', 'fail', 'failing'],
	['pass', 'known', 'failing'], ['unexpected', 'fail', 'failing'],
	['fail', 'pass', 'fixed'], ['known', 'unexpected', 'fixed'], ['error', 'pass', 'fixed'],
	['pass', 'skip', 'skipped'], ['known', 'skip', 'skipped'],
	['known', 'fail', ''], ['skip', 'pass', ''], ['pass', 'unexpected', '']) {
	my ($before, $now, $kind) = @$_;
	my ($of) = Compare::differences(record("a/b\@x $before"), record("a/b\@x $now"));
	is(join(' ', grep { @{$of->{$_}} } sort keys %$of), $kind, "$before, then $now");
}
is(compared(['a/1@x pass'], ['a/1@x fail']), "fails\nfails, and did not:\n" .
	"  svm-npt0 a/1\@x\n" . $none =~ s/0 newly failing/1 newly failing/r, 'what newly fails');
for ([known => 'finding', ': F1: r'], [fail => 'x', ': r'], [unexpected => 'finding', ': r']) {
	my ($verdict, $field, $said) = @$_;
	is(Compare::line('k', { verdict => $verdict, $field => 'F1', reason => 'r' }), "  k$said",
		"what is said of one that is $verdict");
}
is(Compare::line('k', undef), '  k', '... and of one that is missing');
is(compared(['a/1@x pass', 'a/2@x pass'], ['a/1@x pass', 'a/3@x fail']), "fails\n" .
	"fails, and did not:\n  svm-npt0 a/3\@x\ndid not run, and had:\n  svm-npt0 a/2\@x\n" .
	"1 newly failing, 0 fixed, 0 newly skipped, 1 missing, 0 new\n", 'cases in one alone');
is(compared(['2:a/1@x pass', 'a/1@x fail'], ['a/1@x fail']), $none,
	'of several runs the worst counts');
is(compared(['a/1@x pass 900', 'a/2@x pass 1100', 'b/1@x pass 10', 'c/1@x pass 9000'],
	['a/1@x pass 2000', 'a/2@x pass 2000', 'b/1@x pass 900', 'c/1@x pass 13000']),
	"is slower:\n  svm-npt0 a: 4.0 s, and was 2.0 s\n$none", 'what is slower');
my ($text) = Compare::text(80, record(), record(map { "a/$_\@x fail" } 1 .. 40));
like($text, qr/^  and 10 more\n40 newly failing, /m, 'lists are cut, and counts are not');

# What failed is chosen.
my $dir = tempdir(CLEANUP => 1);
sub chosen {
	my ($options, @cases) = @_;
	Record::write_to($dir, record(@cases));
	my %options = (rerun_failed => $dir, patterns => [], platforms => [], configs => [],
		%$options);
	Again::choose(\%options);
	return join '; ', map { "@{$options{$_}}" } qw(patterns platforms configs);
}
my @failed = ('a/1@x pass', 'a/2@x fail', 'a/3-2@x error', 'a/4@x known', 'a-2/program error');
is(chosen({}, @failed), 'a a/2@x a/3-2@x; svm; npt0', 'what failed');
is(chosen({ strict => 1 }, @failed), 'a a/2@x a/3-2@x a/4@x; svm; npt0', '... with --strict');
is(chosen({ platforms => ['vmx'], configs => ['pml0'] }, @failed),
	'a a/2@x a/3-2@x; vmx; pml0', '... elsewhere');
is(chosen({}, @failed, 'platform error'), '; svm; npt0', '... all, after a platform died');
like(refused(sub { chosen({}, 'a/1@x pass') }), qr/nothing failed in/, 'nothing failed');
like(refused(sub { chosen({ patterns => ['a'] }, @failed) }), qr/takes no pattern/,
	'a pattern on top');
done_testing;
