#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# What steps cost: how it is read, told and compared, and how KVM with a patch is judged.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, map { "$FindBin::Bin/../../$_" } qw(run mutants);
use Cost;
use Costs;
use Evidence;
use File::Temp qw(tempdir);
use Files;
use Plots;
use Test::More;
use Try;

is_deeply(Evidence::of('cost: 64 pages of slot took 3, 5, 9', 'other'), { lines => ['other'],
	costs => [{ x => 64, what => 'pages of slot', least => 3, half => 5, most => 9 }] },
	'a note');

# A record of rows, NAME => [X, LEAST, HALF] or a list of these.
sub record {
	my (%rows) = @_;
	return { columns => [{ name => 'svm-npt0', platform => 'svm', config => 'npt0' }],
		cases => [map { { name => $_, platform => 'svm', config => 'npt0', run => 1,
			costs => [map { { x => $_->[0], what => 'pages', least => $_->[1],
				half => $_->[2], most => $_->[2] } } @{$rows{$_}}] } }
			sort keys %rows] };
}

my @line = ([1, 12, 12], [10, 30, 30], [100, 210, 210]);
my %rows = Cost::rows(record('get/a@x' => \@line));
is_deeply([Cost::fit(@{$rows{'svm-npt0 get/a@x'}})], [10, 2], 'a line through points');
is_deeply([Cost::fit({ x => 7, half => 3 })], [3, 0], '... through one');
is(Cost::text(record('get/a@x' => \@line, 'get/b@x' => [[1, 50, 100]])), <<'END', 'a table');
svm-npt0, in instructions:
a step takes FIXED, and EACH for each of what it is about; it moves by so
much from time to time
                                          FIXED       EACH                moves
get/a@x                                      10       2.00 pages           0.0%
get/b@x                                     100          - pages          50.0%

END
is(Cost::text({ columns => [], cases => [] }), '', 'no table of nothing');

is_deeply([Cost::panels(record('get/a@x' => \@line, 'get/a@y' => \@line, 'get/b@x' =>
	[[1, 50, 100]]), 'svm-npt0')], [{ title => 'get/a, by pages', log => 1, wide => 1, curves =>
	[map { { key => $_, points => [[1, 12], [10, 30], [100, 210]] } } qw(x y)] }], 'panels');

my $new = record('get/a@x' => \@line);
my @beside = (['6.1', record('get/a@x' => \@line, 'get/b@x' => [[1, 50, 100]])], ['7.2', $new]);
is(Cost::beside(80, @beside), <<'END', 'side by side');

svm-npt0, FIXED and EACH:
                   6.1            7.2
get/a@x      10   2.00      10   2.00
get/b@x     100      -              -
END
is(Cost::beside(30, @beside), <<'END', '... that are too wide');

svm-npt0, FIXED and EACH:
                   6.1
get/a@x      10   2.00
get/b@x     100      -

svm-npt0, FIXED and EACH:
                   7.2
get/a@x      10   2.00
get/b@x              -
END
is(Cost::beside(80), '', '... of nothing');
is(Cost::beside(20, ['vmlinuz-6.12.0-amd64', $new]), <<'END', '... with a long name');

svm-npt0, FIXED and EACH:
        vmlinuz-6.12.0-amd64
get/a@x            10   2.00
END
my $two = record('get/a@x' => \@line, 'get/b@x' => \@line);
push @{$two->{columns}}, { name => 'svm-tdp0', platform => 'svm', config => 'tdp0' };
push @{$two->{cases}}, { %{$two->{cases}[0]}, config => 'tdp0' };
is_deeply([Cost::panels_beside($two)], [{ title => 'get/a@x, by pages', log => 1, wide => 1,
	curves => [map { { key => $_, points => [[1, 12], [10, 30], [100, 210]] } }
	qw(svm-npt0 svm-tdp0)] }], 'panels of what two columns have');
$_->{name} = "my kernel/$_->{name}" for @{$two->{columns}};
is_deeply([map { $_->{row} } Cost::lines($two)], [qw(get/a@x get/b@x get/a@x)],
	'a column whose name has a blank');
is_deeply([map { $_->{key} } map { @{$_->{curves}} } Cost::panels_beside($two)],
	['my kernel/svm-npt0', 'my kernel/svm-tdp0'], '... in panels');
SKIP: {
	skip 'gnuplot is not installed', 1 if system 'command -v gnuplot >/dev/null 2>&1';
	like(Plots::svg({ title => q(it's), log => 1, wide => 1, curves => [{ key => "\x{e4}'s",
		points => [[1, 1], [2, 3]] }] }), qr/\x{e4}'s.*it's|it's.*\x{e4}'s/s, 'a plot with quotes');
}

# Compared: what is said, and whether that is bad.
sub compared {
	my ($old, $new, @limits) = @_;
	return join '|', Cost::compare(200, map({ record(%$_) } $old, $new),
		map { Cost::parse_limit($_) } @limits);
}
my $none = "1 rows compared: no difference\n|";
my $dearer = 'DEARER: svm-npt0 get/a@x, 1 pages: 110, was 100 (+10.0%)' . "\n" .
	"1 rows compared: 1 times dearer, 0 accepted, 0 cheaper\n|1";
my ($at_100, $at_105, $at_110) = map { { 'get/a@x' => [[1, $_, $_]] } } 100, 105, 110;
is(compared($at_100, $at_100), $none, 'the same');
is(compared($at_100, $at_105), $none, 'as much as the limit');
is(compared($at_100, $at_110), $dearer, 'more');
like(compared($at_110, $at_100), qr/^cheaper: .*\(-9\.1%\)\n.* 1 cheaper\n\|\z/s, 'less');
is(compared($at_100, { 'get/a@x' => [[1, 100, 150]] }), $none, 'half of the times moved');
is(compared({ 'get/a@x' => [[1, 85, 150]] }, { 'get/a@x' => [[1, 100, 150]] }), $none,
	'the least moved');
is(compared({ 'get/a@x' => [[1, 85, 150]] }, { 'get/a@x' => [[1, 100, 120]] }), $none,
	'they moved apart');
like(compared($at_100, { 'get/a@x' => [[1, 110, 115]] }), qr/: 110, was 100 \(\+10\.0%\)/,
	'both moved: the lesser of the two');
is(compared($at_100, { 'get/a@x' => [[1, 110, 125]] }), $none, 'less than it moves');
is(compared({ 'get/a@x' => [[1, 90, 105]] }, { 'get/a@x' => [[1, 100, 118]] }), $none,
	'... in the first run, too');
like(compared($at_100, $at_110, 'GET*=20%'), qr/^accepted: .* 1 accepted, 0 cheaper\n\|\z/s,
	'a limit of its own');
is(compared($at_100, $at_110, 'get*=20', 'get/a@*=5'), $dearer, 'the last limit holds');
like(compared($at_100, $at_105, 'get*=1%'), qr/^DEARER.*\|1\z/s, 'a limit below the usual one');
is(compared($at_100, $at_110, 'clear*=20%'), $dearer, '... of those for the row');
is(compared($at_100, { 'get/b@x' => [[1, 9, 9]] }), '|0', 'no row in common');
is(compared($at_100, { 'get/a@x' => [[2, 999, 999]] }), $none, 'no point in common');
is_deeply([map { Cost::parse_limit($_) } '', 'get', 'get=', 'get=x', '=5', 'get=5%%'], [],
	'no limits');

my $dir = tempdir(CLEANUP => 1);
write_file("$dir/good", "# rows\n\nget/*\t20%\ta better lock\n");
is(join('|', Cost::compare(200, map({ record(%$_) } $at_100, $at_110),
	Cost::read_limits("$dir/good"))), 'accepted: svm-npt0 get/a@x, 1 pages: 110, was 100 ' .
	"(+10.0%): a better lock\n1 rows compared: 0 times dearer, 1 accepted, 0 cheaper\n|",
	'a file of what is accepted, with reasons');
write_file("$dir/bad", "get/*\t20%\n");
ok(!eval { Cost::read_limits("$dir/bad"); 1 } && $@ =~ /bad:1: it wants/, 'no reason');

# Patches of KVM: what the header says, and what is said of them.
sub judged {
	my ($rows, $old, $new) = @_;
	return join ' ', Costs::judge($rows, map { record(%$_) } $old, $new);
}
is(judged(['get/a@x'], $at_100, $at_110), 'caught get/a@x at 1 pages: +10%', 'slow, as it says');
is(judged(['get/a@x'], $at_100, $at_105), 'MISSED ', 'slow, it says, and is not');
is(judged([], $at_100, $at_105), 'right ', 'cheap, as it says');
is(judged([], $at_100, $at_110), 'FALSE get/a@x at 1 pages: +10%', 'cheap, it says, and is not');
write_file("$dir/a.sed", "# dearer: get/*\@x log/a\@y\n");
write_file("$dir/b.sed", "# dearer: -\n");
write_file("$dir/c.sed", "# why not\n");
is_deeply([map { [Costs::name($_), Costs::rows($_)] } Costs::find("$dir/a.sed", "$dir/b.sed")],
	[['a', 'get/*@x', 'log/a@y'], ['b']], 'headers');
like(refused(sub { Costs::rows("$dir/c.sed") }), qr/does not say what is dearer/, 'no header');
like(refused(sub { Costs::find('nix') }), qr/there is no such patch/, 'no such patch');
ok(Costs::find('get-*') > 1, 'a glob');
done_testing;
