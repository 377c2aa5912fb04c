#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# A record as a report for kcidb: that it is as kcidb's schema wants it, in
# kcidb.schema.json, and what becomes of each verdict. kcidb's own validator is in
# selftest/readers.sh.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../../run";
use File::Temp qw(tempdir);
use JSON::PP;
use Kcidb;
use Record;
use Results;
use Test::More;

my $schema = eval { require JSON::Validator; JSON::Validator->new };
$schema->schema("file://$FindBin::Bin/kcidb.schema.json") if $schema;

sub report {
	my ($record) = @_;
	open my $to, '>', \my $text or die "$!\n";
	Kcidb::write_to($to, $record, origin => 'o', 'build-id' => 'other:b');
	close $to;
	return decode_json($text);
}

my $record = Record::finish(Results::folder(tempdir(CLEANUP => 1) . '/a'), 'complete');
my $log = 'x' x 20000 . "\0\n\x{fffe}";
push @{$record->{cases}}, { name => 'platform', platform => 'svm', config => 'npt0',
	run => 1, verdict => 'error', reason => $log };
my $report = report($record);

my %status;
$status{$_->{status}}++ for @{$report->{tests}};
is_deeply(\%status, { PASS => 4, FAIL => 3, ERROR => 2, MISS => 1, SKIP => 2 },
	'a status for each verdict');
my %test = map { $_->{path} => $_ } @{$report->{tests}};
my $fails = $test{'kvm-dirty-tests.a.fails.ring'};
is_deeply([@$fails{qw(build_id origin status duration)}], ['other:b', 'o', 'FAIL', 0.012],
	'a failure');
like($fails->{log_excerpt}, qr/^round 1: .*\nslot 10: missed/, '... with its evidence');
is_deeply($fails->{misc}{missed}[0]{ranges}, [[0, 0], [63, 64]], '... as data, too');
is($fails->{environment}{misc}{backend}, 'svm npt=Y', '... and where it was');
is(length $test{'kvm-dirty-tests.platform'}{log_excerpt}, 16384,
	'an excerpt that is as long as one can be');

# What points to what.
my %id;
$id{$_->{id}}++ for map { @$_ } @$report{qw(tests issues incidents)};
is_deeply([grep { $id{$_} > 1 } sort keys %id], [], 'no id is there twice');
is_deeply([grep { !$id{$_} } map { @$_{qw(test_id issue_id)} } @{$report->{incidents}}], [],
	'incidents are of tests and issues that are there');
is_deeply({ map { $_->{test_id} =~ s/.*-//r => $_->{present} } @{$report->{incidents}} },
	{ 'a/known@ring' => JSON::PP::true, 'a/unexpected@ring' => JSON::PP::false },
	'a finding is there, or has gone');

is_deeply([map { Kcidb::path($_) } 'a/b.fault@ring+bitmap,huge2m', 'x/program'],
	['kvm-dirty-tests.a.b_fault.ring_bitmap.huge2m', 'kvm-dirty-tests.x.program'], 'paths');

SKIP: {
	skip 'JSON::Validator is missing (libjson-validator-perl)', 1 if !$schema;
	is(join("\n", $schema->validate($report)), '', 'the report is valid');
	is(join("\n", $schema->validate(report({ %$record, cases => [], columns => [],
		findings => {} }))), '', '... and one of nothing, too');
	for (['an id', sub { $_[0]{tests}[0]{id} = 'x' }],
		['a path', sub { $_[0]{tests}[0]{path} = 'a/b' }],
		['a status', sub { $_[0]{tests}[0]{status} = 'XFAIL' }],
		['a key', sub { $_[0]{tests}[0]{name} = 'x' }],
		['a time', sub { $_[0]{tests}[0]{start_time} = 'today' }],
		['a long excerpt', sub { $_[0]{tests}[0]{log_excerpt} = 'x' x 16385 }],
		['a duration in words', sub { $_[0]{tests}[0]{duration} = '3 s' }],
		['a version', sub { $_[0]{version}{minor} = 4 }],
		['an incident without an issue', sub { delete $_[0]{incidents}[0]{issue_id} }]) {
		my ($what, $change) = @$_;
		my $wrong = report($record);
		$change->($wrong);
		ok(scalar $schema->validate($wrong), "the schema finds fault with $what");
	}
}
done_testing;
