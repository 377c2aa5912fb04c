#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# Shards: works are dealt so that each is somebody's, and the records of shards make that of
# the whole, or are refused.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../../run";
use Child;
use Files;
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use JSON::PP;
use Merge;
use Record;
use Shard;
use Summary;
use Test::More;
use Try;

# --- dealing

for my $case ([3, 1, 1, 1], [4, 5, 4, 3, 2, 1, 1, 1], [2, 0, 0, 0], [3, 100, 1, 1, 1],
	[5, map { $_ % 7 } 1 .. 60], [1, 4, 4], [4, 1, 1, 1, 100]) {
	my ($of, @costs) = @$case;
	my @numbers = Shard::deal($of, @costs);
	my %has = map { $_ => 1 } @numbers;
	is_deeply([sort { $a <=> $b } keys %has], [1 .. $of],
		"each of $of shards has something of " . @costs);
	is(scalar @numbers, scalar @costs, '... and each work is a shard\'s');
	is_deeply([sort { $a <=> $b } @numbers], \@numbers, '... with its neighbours');
}
my @sum;
my @costs = map { $_ % 7 } 1 .. 60;
$sum[$_->[0]] += $_->[1] for do {
	my @numbers = Shard::deal(5, @costs);
	map { [$numbers[$_], $costs[$_]] } 0 .. $#costs;
};
ok(!(grep { abs($_ - 35) > 6 } @sum[1 .. 5]), "the sums are alike: @sum[1 .. 5]");
is(Shard::seed({ number => 3, of => 4 }, $_->[0]), $_->[1], "the third seed from $_->[0]")
	for ['1', '3'], ['0x10', '18'], ['0xffffffffffffffff', '1'];

# --- records

my $dir = tempdir(CLEANUP => 1);
my $sha = 'a' x 64;
my @columns = map { { name => "svm-$_", platform => 'svm', config => $_,
	arch => 'x86', planned => { ring => 4 }, emulator => 'E 1' } } qw(default npt0);
my @has = (['svm-default a'], ['svm-default b', 'svm-npt0 b'], ['svm-npt0 a-2']);

sub tap {
	my ($program, $cpus, $verdict) = @_;
	return "KTAP version 1\n# kernel: 6.12\n# backend: svm npt=Y\n# cpus: $cpus\n1..2\n" .
		"ok 1 $program/x\@ring\n# it is so\n$verdict 2 $program/y\@ring\n";
}
my %tap = ('svm-default/a' => tap('a', 1, 'not ok'), 'svm-default/b' => tap('b', 2, 'ok'),
	'svm-npt0/b' => tap('b', 1, 'ok'), 'svm-npt0/a-2' => tap('a', 2, 'ok'));

# A folder of results of these works. %of: shard, its number; end; hostname, version, more
# for the shard, and for each column.
sub leave {
	my ($name, $works, %of) = @_;
	my $number = $of{shard};
	my %shard = !$number ? () : (shard => { number => $number, of => 3, by => 'programs',
		has => \@has, kernels => { svm => $sha }, same => { map { $_ => $sha }
		qw(programs tables asked) }, %{$of{more} // {}} });
	make_path("$dir/$name");
	Record::begin("$dir/$name", { arguments => ['a', @{$of{asked} // []}, $number ? "--shard=$number/3" : (),
		$number ? ('--out', $name) : ()],
		seeds => [$of{seed} // '1'], version => $of{version} // 'v1', machine => {
		kernel => 'Linux 6.1', arch => 'x86_64', hostname => $of{hostname} // 'h',
		cpus => $number // 2 }, %shard }, map { { %$_, %{$of{column} // {}} } } @columns);
	write_file("$dir/$name/" . s/ /\//r . '.tap', $tap{s/ /\//r}) for @$works;
	write_file("$dir/$name/svm-default/_platform.tap", "KTAP version 1\n1..1\n")
		if !$of{end};
	Record::finish("$dir/$name", $of{end}) if $of{end};
	return "$dir/$name";
}

sub merged {
	return Merge::record(Merge::read_folders(@_));
}

sub strange {
	my ($pattern, $what, @folders) = @_;
	like(refused(sub { merged(@folders) }), $pattern, "refused: $what");
}

my $whole = Record::load(leave('whole', [map { @$_ } @has], end => 'complete'));
my @good = map { leave("good-$_", $has[$_ - 1], shard => $_, end => 'complete') } 1 .. 3;
my $all = merged(@good[2, 0, 1]);
is_deeply($all->{cases}, $whole->{cases}, 'the cases of all shards are those of the whole');
is_deeply($all->{columns}, $whole->{columns}, '... and so are the columns');
is_deeply($all->{run}{counts}, $whole->{run}{counts}, '... and the counts');
is_deeply($all->{run}{arguments}, ['a'], '... and the arguments');
is($all->{run}{end}, 'complete', 'all are there');
is($all->{run}{machine}{cpus}, undef, 'machines that are not the same');
is(Merge::text($all), "3 of 3 shards\n", '... which is told');
is(Summary::status($all->{run}{counts}), 1, 'a case that failed counts');

SKIP: {
	skip 'JSON::Validator is missing (libjson-validator-perl)', 2
		if !eval { require JSON::Validator };
	my $schema = JSON::Validator->new;
	$schema->schema("file://$FindBin::Bin/../../docs/results.schema.json");
	is(join("\n", $schema->validate(merged($good[0]))), '', 'a record with lost shards is valid');
	is(join("\n", $schema->validate(Record::load($good[0]))), '', '... and so is a shard');
}

# What is lost is told, and is never well.
my $less = merged(@good[1, 2], "$dir/nix");
is($less->{run}{end}, 'lost', 'a shard is lost');
is_deeply([map { "$_->{config} $_->{name}: $_->{reason}" } grep { $_->{verdict} eq 'error' }
	@{$less->{cases}}], ['default a/program: shard 1 of 3 is lost'], '... and what it had');
is(Merge::text($less), "2 of 3 shards; LOST: 1\n", '... and its number');
is(Summary::status($less->{run}{counts}), 2, '... and the whole is not well');
is(Summary::status(merged($good[0])->{run}{counts}), 1, 'a failure is worse');

# A shard that was cut off: in the middle, when all was over but the end, by a signal.
my $killed = leave('killed', [$has[1][0]], shard => 2);
my $part = merged(@good[0, 2], $killed);
is_deeply([map { "$_->{config} $_->{name}: $_->{reason}" } grep { $_->{verdict} eq 'error' }
	@{$part->{cases}}], ['default platform: unfinished',
	'npt0 b/program: shard 2 of 3 was not finished'], 'a shard that was killed');
is(Merge::text($part), "3 of 3 shards; NOT FINISHED: 2 ($killed)\n", '... is told');
is(Record::load($killed)->{run}{end}, 'unfinished', '... and stays as it was');
my $late = leave('late', $has[1], shard => 2, end => 'TERM');
is_deeply([map { "$_->{name}: $_->{reason}" } grep { $_->{verdict} eq 'error' }
	@{merged(@good[0, 2], $late)->{cases}}],
	['platform: shard 2 of 3 was not finished (TERM)'], 'one that was ended at its end');

# What does not belong together.
strange(qr/no record of a shard in .*nix/, 'no record at all', "$dir/nix");
strange(qr/whole is no shard/, 'a run that is no shard', $good[0], "$dir/whole");
strange(qr/shard 1 of 3 is there twice: \S+ and \S+$/, 'a shard given twice', @good, $good[0]);
my %other = (
	'the number of shards' => { more => { of => 4 } }, 'what is shared out' =>
		{ more => { by => 'seeds' } },
	'another kernel' => { more => { kernels => { svm => 'b' x 64 } } },
	"kernel '6.12' and '6.13'" => { kernel => 1 },
	"emulator 'E 1' and 'E 2'" => { column => { emulator => 'E 2' } },
	'versions v1 and v2' => { version => 'v2' },
	'h and other' => { hostname => 'other', column => { platform => 'host' } },
	map({ my $key = $_; ($_ => { more => { same => { map { $_ => $_ eq $key ? 'b' x 64 :
		$sha } qw(programs tables asked) } } }) } qw(programs tables asked)));
my %word = (programs => 'the programs', tables => 'the table of known findings',
	asked => 'the options');
for my $pattern (sort keys %other) {
	my %of = %{$other{$pattern}};
	local $tap{'svm-default/b'} = $tap{'svm-default/b'} =~ s/6\.12/6.13/r if delete $of{kernel};
	my $name = 'other-' . $pattern =~ s/\W+/-/gr;
	strange(qr/are not of one run: .*\Q@{[$word{$pattern} \/\/ $pattern]}\E/, $pattern,
		leave("$name-1", $has[0], shard => 1, end => 'complete', $of{hostname} ?
			(column => $of{column}) : ()),
		leave($name, $has[1], shard => 2, end => 'complete', %of));
}

# The command: its status, its reports, and nothing left behind where it refuses.
sub command {
	my @arguments = @_;
	return Child::output('sh', '-c', 'exec "$@" 2>/dev/null', 'sh', 'perl',
		"$FindBin::Bin/../../run/merge.pl", @arguments);
}
my ($status, $said) = command('--out', "$dir/m1", '--ktap', '-', @good);
is($status, 1, 'the status of a failure');
like($said, qr/\AKTAP version 1\n/, 'a report alone on standard output');
is_deeply(Record::load("$dir/m1")->{cases}, $whole->{cases}, 'the record');
($status, $said) = command('--out', "$dir/m2", '--html', "$dir/page", @good[1, 2]);
is($status, 2, 'the status of a shard that is lost');
like($said, qr/^2 of 3 shards; LOST: 1$/m, '... which is told');
like(slurp("$dir/page"), qr/<strong>shards are lost/, '... on a page, too');
($status) = command('--out', "$dir/m3", @good, $good[0]);
is($status . (-e "$dir/m3" ? ' and a folder' : ''), 2, 'a refusal leaves no folder');

# A soak: the same with other seeds.
my @soak = map { leave("soak-$_", ['svm-default b'], shard => $_, end => 'complete',
	seed => $_ + 4, more => { by => 'seeds', has => [] }) } 1, 3;
my $long = merged(@soak);
is_deeply($long->{run}{seeds}, [5, 6, 7], 'the seeds of a soak');
is_deeply([map { "$_->{config} $_->{run} $_->{name} $_->{verdict}" } @{$long->{cases}}],
	['default 1 b/x@ring pass', 'default 1 b/y@ring pass', 'default 2 platform error',
	'default 3 b/x@ring pass', 'default 3 b/y@ring pass', 'npt0 2 platform error'],
	'... and its runs, of which one is lost');
@soak = map { leave("random-$_", ['svm-default b'], shard => $_, end => 'complete', seed => $_ * 9,
	asked => [qw(--seed random)], more => { by => 'seeds', has => [] }) } 2, 3;
is_deeply(merged(@soak)->{run}{seeds}, ['unknown', 18, 27], '... of random seeds');
done_testing;
