#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# Whether a host can be trusted for a consumer: the tables, and what is judged by them.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../../run";
use Consumers;
use Files;
use Summary;
use Test::More;

my $top = "$FindBin::Bin/../..";
my %effects = Consumers::effects();
my @all = Consumers::all();
my %names = map { $_ => 1 } Consumers::names();

# The tables are whole: every finding has an effect, and what they name is there.
my %findings = map { $_ => 1 } slurp("$top/docs/findings.md") =~ /^## ([A-Z]\d+): /mg;
is_deeply([sort keys %effects], [sort keys %findings], 'each finding has an effect');
is_deeply([grep { $effects{$_}{effect} !~ /^(?:lost|late|often|errno)\z/ } keys %effects],
	[], 'effects are known words');
is_deeply([grep { !$names{$_} && !/^(?:-|none)\z/ } map { split /,/, $_->{hurts} }
	values %effects], [], 'those that are hurt are consumers');
my %collectors = map { $_ => 1 } slurp("$top/host/collect/collectors.h") =~ /, "([a-z0-9+-]+)"/g;
my %backings = map { $_ => 1 } slurp("$top/host/memory/backing.c") =~ /\.name = "([^"]+)"/g;
for my $of (@all) {
	is_deeply([grep { !defined } @$of{qw(name title arch collectors backings minds source)}],
		[], "$of->{name} has all columns");
	is_deeply([grep { !$collectors{$_} } split /,/, $of->{collectors}], [],
		'... and collectors that there are');
	is_deeply([grep { $_ ne '-' && !$backings{$_} } split /,/, $of->{backings}], [],
		'... and backings that there are');
}

# The verdicts on a host with these cases, NAME => verdict and why.
my $planned = { bitmap => 2, ring => 1, 'clear' => 1, 'clear,huge2m' => 1,
	'ring+bitmap' => 1 };
my %record = (columns => [{ platform => 'p', config => 'c', name => 'p', arch => 'x86',
	planned => $planned }]);
sub judged {
	my ($cases, %more) = @_;
	my @cases = map { { platform => 'p', config => 'c', run => 1, %$_ } } @$cases;
	return map { $_->{name} => "$_->{verdict}: $_->{why}" }
		Consumers::judge({ %record, %more, cases => \@cases });
}
my @pass = map { { name => $_, verdict => 'pass' } }
	'a/1@bitmap', 'a/2@bitmap', 'a/1@ring', 'a/1@clear', 'a/1@clear,huge2m',
	'a/1@ring+bitmap';
sub with { # the cases with one changed
	my ($name, %change) = @_;
	return [map { $_->{name} eq $name ? { %$_, %change } : $_ } @pass];
}

my %of = judged(\@pass);
is_deeply(\%of, { map { $_ => 'safe: ' } keys %names }, 'all is well');
ok(!Consumers::relies($_, 'x86', 'clear,device'), "$_->{name} relies on no device's memory")
	for Consumers::all();
%of = judged([@pass[0 .. 3]]);
is($of{'qemu-bitmap'}, 'not judged: 1 of 2 cases it relies on ran', 'a case is missing');
is($of{'qemu-ring'}, 'safe: ', '... which not all rely on');
%of = judged(with('a/1@ring', verdict => 'error'));
is($of{'qemu-ring'}, 'not judged: 0 of 1 cases it relies on ran', 'an error judges nothing');
%of = judged(with('a/1@ring', verdict => 'skip'));
is($of{'qemu-ring'}, 'not judged: all cases it relies on are skipped', 'skips judge nothing');
%of = judged(with('a/1@clear', verdict => 'skip'));
is($of{'qemu-bitmap'}, 'safe: 1 of 2 skipped', '... unless others ran');
%of = judged(with('a/1@ring', verdict => 'known', finding => 'F1'));
is($of{'qemu-ring'}, 'NOT SAFE: F1 loses pages', 'a known failure that loses pages');
is($of{'qemu-bitmap'}, 'safe: ', '... for who relies on it alone');
%of = judged(with('a/1@ring+bitmap', verdict => 'known', finding => 'F1'));
is($of{'qemu-ring'}, 'safe: ', '... on its architecture');
%of = judged(with('a/1@clear', verdict => 'fail', finding => 'F4',
	evidence => { lines => [], missed => [{}] }));
is($of{'qemu-bitmap'}, 'safe: F4 reports pages late', 'what is late is not lost');
is($of{'libvirt-rate'}, 'NOT SAFE: F4 reports pages late', '... but wrong in a rate');
%of = judged(with('a/1@bitmap', verdict => 'known', finding => 'F6'));
is($of{firecracker}, 'safe: ', 'a finding that hurts none of them');
%of = judged(with('a/1@bitmap', verdict => 'fail', evidence =>
	{ lines => [], missed => [{}], spurious => [{}] }));
is($of{firecracker}, 'NOT SAFE: a/1@bitmap loses pages', 'a new failure that loses pages');
%of = judged(with('a/1@clear', verdict => 'fail', evidence =>
	{ lines => [], spurious => [{}] }));
is($of{'qemu-bitmap'}, 'safe: a/1@clear reports pages too often', 'one that loses none');
%of = judged(with('a/1@clear', verdict => 'fail'));
is($of{'qemu-bitmap'}, 'NOT SAFE: a/1@clear is wrong', 'one that nobody can tell');
%of = judged([@pass, { name => 'a/1@ring', run => 2, verdict => 'fail' }]);
is($of{'qemu-ring'}, 'NOT SAFE: a/1@ring is wrong', 'a failure of another run');
%of = judged([@pass[0 .. 2], { %{$pass[3]}, run => 2 }, @pass[4, 5]]);
is($of{'qemu-bitmap'}, 'not judged: 1 of 2 cases it relies on ran',
	'a case that ran in another run only');
is_deeply([judged(\@pass, columns => [{ platform => 'p', config => 'c', name => 'p' }])],
	[], 'tests that are none of KVM say nothing');

# What is told, and the exit status.
my @judged = ({ name => 'a', title => 'A', verdict => 'safe', why => '' },
	{ name => 'b', title => 'B', verdict => 'NOT SAFE', why => 'F1 loses pages' },
	{ name => 'c', title => 'C', verdict => 'not judged', why => '1 of 2 cases it relies on ran' },
	{ name => 'd', title => 'D', verdict => 'safe', why => 'F4 reports pages late' });
is(Summary::verdicts(80, undef, @judged), "not judged, by cases that ran: C 1 of 2\n" .
	"safe: A; D (F4 reports pages late)\nB: NOT SAFE: F1 loses pages\n", 'verdicts');
like(Summary::verdicts(80, 'c', @judged),
	qr/^B: NOT SAFE.*\nC: not judged: 1 of 2 cases it relies on ran\n\z/m,
	'... with the one that was asked for last');
like(Summary::verdicts(80, 'a', @judged), qr/^A: safe\n\z/m, '... also if it is safe');
is(Consumers::status($_->[0], @judged), $_->[1], "exit status for $_->[0]")
	for ['a', 0], ['b', 1], ['c', 2], ['d', 0], ['nix', 2];
done_testing;
