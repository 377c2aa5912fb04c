#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# The record of a run: what is made of a folder of results, and that it is as
# docs/results.schema.json says.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../../run";
use Files;
use File::Temp qw(tempdir);
use JSON::PP;
use Record;
use Results;
use Test::More;
use Try;

my $top = "$FindBin::Bin/../..";
my $schema = eval { require JSON::Validator; JSON::Validator->new };
$schema->schema("file://$top/docs/results.schema.json") if $schema;

# The schema has nothing against the record in a folder, and it is the one that we have.
sub valid {
	my ($dir, $name) = @_;
	SKIP: {
		skip 'JSON::Validator is missing (libjson-validator-perl)', 1 if !$schema;
		is(join("\n", $schema->validate(decode_json(slurp("$dir/results.json")))),
			'', $name);
	}
}

# The case of that name.
sub case {
	my ($record, $name) = @_;
	my @cases = grep { $_->{name} eq $name } @{$record->{cases}};
	return @cases == 1 ? $cases[0] : { verdict => @cases . ' cases' };
}

my $base = tempdir(CLEANUP => 1);
mkdir "$base/bytes";
Record::begin("$base/bytes", { arguments => ["\xc3\xb6", "\xff"], kernel => "/\xc3\xb6" });
my $began = Record::load("$base/bytes")->{run};
is_deeply([@{$began->{arguments}}, $began->{kernel}], ["\xf6", "\xff", "/\xf6"],
	'a name that is UTF-8, and one that is not');
# As the bundle writes it.
write_file("$base/bytes/results.json", qq({"version": 1, "run": {"arguments": ["\xff"]}}));
is(Record::load("$base/bytes")->{run}{arguments}[0], "\xff", '... and in a file that is not');
my $dir = Results::folder("$base/a");
valid($dir, 'the record of a run that has begun is valid');
is(Record::load($dir)->{run}{end}, 'unfinished', '... and unfinished');
my $record = Record::finish($dir, 'complete');
valid($dir, 'the record of a run that is over is valid');
is_deeply(Record::load($dir), $record, '... and is read as it was written');
is_deeply(Record::finish($dir), $record, '... and stays as it is');
is_deeply($record->{run}{counts}, { pass => 3, skip => 2, known => 1, unexpected => 1,
	fail => 2, error => 2 }, 'counts');
is_deeply($record->{columns}[0]{facts}, { kernel => '6.12.117', backend =>
	'svm npt=Y', cpus => '1 or 2' }, 'facts, also where boots differ');
is($record->{columns}[0]{moved}, 'x +1', 'moves of memory');
is_deeply(case($record, 'a/fails@ring'), { name => 'a/fails@ring', platform => 'svm',
	config => 'default', run => 1, verdict => 'fail', ms => 12,
	reason => 'round 1: 5 pages missed, 1 spurious, of 9 written',
	clauses => ['G2', 'R36'], replay => './run_tests.sh x',
	evidence => {
		lines => ['slot 10: missed 5 pages: 0 63-64 (word edge) and 2 more ' .
			'ranges (2 pages)', '  page 0: last store 1 (store-64) of vCPU 0',
			'slot 11: spurious 1 page: 7'],
		missed => [{ slot => 10, pages => 5, ranges => [[0, 0], [63, 64]] }],
		spurious => [{ slot => 11, pages => 1, ranges => [[7, 7]] }],
		stores => [{ page => 0, what => 'last store 1 (store-64) of vCPU 0' }],
	} }, 'a failure');
is_deeply([@{case($record, 'a/known@ring')}{qw(verdict finding reason)}],
	['known', 'F1', 'round 1: it fails'], 'a known failure');
is_deeply([@{case($record, 'a/unexpected@ring')}{qw(verdict finding reason)}],
	['unexpected', 'F1', undef], 'an unexpected pass');
is_deeply([@{case($record, 'a/hangs@ring')}{qw(reason timeout)}], ['the guest hangs', JSON::PP::true],
	'a time-out');
is_deeply(case($record, 'a/measures@ring')->{notes}, ['window 1: 3 pages', 'rate: 3 MiB/s'],
	'measurements');
is_deeply([@{case($record, 'b/program')}{qw(verdict reason)}],
	['error', 'exit status 3, Bad plan'], 'a program that died, once');

# Two runs of the same, in other files.
my $again = Results::folder("$base/b", parts => 1);
my $other = Record::finish($again, 'complete');
for my $one ($record, $other) {
	delete @{$one->{run}}{qw(started ended)};
	delete $_->{ms} for @{$one->{cases}};
}
is_deeply($other, $record, 'two runs of the same differ in times only');

# Cut short, and killed.
$dir = Results::folder("$base/c");
write_file("$dir/svm-default/c.tap", "1..2\nok 1 c/one\@ring\n");
write_file("$dir/svm-npt0/_platform.tap", "1..1\n");
$record = Record::finish($dir, 'INT');
valid($dir, 'the record of a run that was cut short is valid');
is($record->{run}{end}, 'INT', '... and says so');
like(case($record, 'c/program')->{reason}, qr/^unfinished: Bad plan/,
	'... as it does of the program');
is(case($record, 'platform')->{reason}, 'unfinished', '... and of the platform');
$dir = Results::folder("$base/d");
$record = Record::finish($dir);
valid($dir, 'the record of a run that was killed is valid');
is($record->{run}{end}, 'unfinished', '... and nobody knows more');
is_deeply(Record::finish($dir), $record, '... however often it is told');

# What is no record.
write_file("$base/e/results.json", $_) , is(refused(sub { Record::load("$base/e") }),
	"$0: $base/e/results.json is no record of a run" =~ s!.*/(\S+: )!$1!r,
	"no record: $_") for '', '[]', '{}', '{"version": 2}';

# The schema finds fault.
SKIP: {
	skip 'JSON::Validator is missing', 3 if !$schema;
	my $wrong = sub {
		my ($change) = @_;
		my $copy = Record::load($again);
		$change->($copy);
		return scalar $schema->validate($copy);
	};
	ok($wrong->(sub { $_[0]{cases}[0]{nix} = 1 }), 'a key that is unknown');
	ok($wrong->(sub { $_[0]{cases}[0]{verdict} = 'nix' }), 'a verdict that is unknown');
	ok($wrong->(sub { delete $_[0]{run}{end} }), 'a record without an end');
}
done_testing;
