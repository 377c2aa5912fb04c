#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# Which boots there are, and which jobs each gets. The test programs are made up: they
# list cases, of which some want one CPU.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../../run";
use File::Temp qw(tempdir);
use Options;
use Plan;
use Platform;
use Run;
use Test::More;
use Try;

my $dir = tempdir(CLEANUP => 1);
delete @ENV{grep { /^KVM_DIRTY_/ } keys %ENV};
$ENV{KVM_DIRTY_BUILD} = $dir;
chdir "$FindBin::Bin/../.." or die "$!\n";

# A program has a case for each number of CPUs. Of the options that choose cases it knows
# -c for a case that there is not, -n, -f and -x. Without a case it ends with status 2.
sub program {
	my ($folder, $name, @cpus) = @_;
	mkdir "$dir/$folder";
	open my $to, '>', "$dir/$folder/$name" or die "$dir/$folder/$name: $!\n";
	print $to <<"SCRIPT";
#!/bin/sh
status=2 only='' how='' file=/dev/null
while [ \$# -gt 0 ]; do
	case \$1 in
	-c) [ "\$2" != nix ] || exit 2 ;;
	-n) only=\$2 ;;
	-f | -x) how=\$1 file=\$2 ;;
	esac
	shift
done
for n in @cpus; do
	[ "\${only:-\$n}" = \$n ] || continue
	if grep -q "^$name/for-\$n\@x" "\$file"; then
		[ "\$how" != -x ] || continue
	else
		[ "\$how" != -f ] || continue
	fi
	echo "$name/for-\$n\@x"
	status=0
done
exit \$status
SCRIPT
	close $to or die "$!\n";
	chmod 0755, "$dir/$folder/$name";
}

# Programs in these tests have no order, but where the test is of that.
sub order {
	my ($text) = @_;
	open my $to, '>', "$dir/order.tsv" or die "$dir/order.tsv: $!\n";
	print $to $text;
	close $to or die "$!\n";
}
$ENV{KVM_DIRTY_ORDER} = "$dir/order.tsv";
order('');

program('tests', 'a', 1, 2);
program('tests', 'b', 1);
program('tests', "c$_", 1) for 1 .. 6;
program('vmm', 'q', 2);

sub platform {
	my ($name, %more) = @_;
	return Platform->new($name, "platforms/$name.pl", { order => 9, here => 'TERM',
		configs => [default => {}, x => {}, y => { args => '-w z' }],
		limits => { boot_s => 1, silent_s => 1, slowness => 7 }, %more });
}

sub planned {
	my ($arguments, @platforms) = @_;
	my $options = Options->parse([], [], @$arguments);
	my $plan = Plan->new($options, @platforms);
	$plan->check_patterns;
	return $plan;
}

# A boot in few words: platform:configs/CPUS.part of jobs.
sub boots {
	my ($cpus, $arguments, @platforms) = @_;
	return join ' ', map {
		my $boot = $_;
		"$boot->{platform}{name}:" . join(',', @{$boot->{configs}}) .
			"/$boot->{cpus}.$boot->{part}=" .
			join(',', map { (split)[0] } @{$boot->{jobs}});
	} planned($arguments, @platforms)->boots($cpus);
}

my $one = platform('one');
is(boots(1, ['a', 'b'], $one), 'one:default/any.=a,b', 'one boot');
is(boots(1, ['a', 'b', 'a', 'a/*'], $one), 'one:default/any.=a,b,a-2',
	'a program that two patterns name');
is(boots(1, ['--config', 'all', 'b'], $one),
	'one:default/any.=b one:x/any.=b one:y/any.=b', 'a boot for each config');
is(boots(1, ['--config', 'all', 'b'], platform('one', per_boot => 2)),
	'one:default,x/any.=b one:y/any.=b', 'two configs in a boot');
is(boots(1, ['a', 'b'], platform('one', cpus => [2, 1])),
	'one:default/2.1=a one:default/1.2=a,b', 'a boot for each number of CPUs');
is(boots(1, ['b'], platform('one', cpus => [2, 1])), 'one:default/1.=b',
	'... if there is a case for it');
is(refused(sub { boots(1, ['b'], platform('one', cpus => [3])) }),
	'plan.t: no case is for a boot of one', '... but no boot at all is refused');
is(boots(1, ['--fail-fast', 'a', 'b'], platform('one', cpus => [2, 1])),
	'one:default/any.=a,b', '... and not where the order of jobs counts');
is(boots(2, ['c*', 'a', 'b'], $one),
	'one:default/any.1=c1,c3,c5,a one:default/any.2=c2,c4,c6,b',
	'boots share the jobs where CPUs would be idle');
is(boots(2, ['c1', 'a', 'b'], $one), 'one:default/any.=c1,a,b',
	'... but few jobs are not shared out');
is(boots(2, ['c*', 'a', 'b'], platform('one', alone => 1)),
	'one:default/any.=c1,c2,c3,c4,c5,c6,a,b', '... nor where nothing runs beside it');

# What kills first runs first.
order("b/for-1\@x\t2\na/for-2\@x\t1\nnix/for-1\@x\nc3/nix\@x\nc5\na\nnix\nc2\n");
is(boots(1, [], $one), 'one:default/any.=b,a,c5,a-2,c2,c1,c3,c4,c6',
	'the first cases, then the rest of their programs and what has none');
is(boots(1, ['--in-order'], $one), 'one:default/any.=a,b,c1,c2,c3,c4,c5,c6',
	'... but not by the alphabet');
is(boots(1, ['--in-order'], platform('one', only => '-n 2')), 'one:default/any.=a',
	'a platform that leaves cases out');
is(join(' ', planned(['a'], platform('one', only => '-n 2'))->lines('list',
	platform('one', only => '-n 2'))), 'a/for-2@x', '... which are not listed either');
is(boots(1, ['--quick'], $one), 'one:default/any.=b,a', '... with --quick alone');
is(boots(1, ['c4', 'a'], $one), 'one:default/any.=c4,a', 'a pattern has its own order');
is(boots(1, ['--quick', 'a'], $one), 'one:default/any.=a',
	'the first cases that a pattern names');
like(refused(sub { planned(['--quick', 'c4'], $one)->boots(1) }),
	qr/no case of the first matches 'c4'/, '... if there is one');
is(boots(1, [], platform('one', cpus => [2, 1])),
	'one:default/2.1=a one:default/1.2=b,c5,a,c2,c1,c3,c4,c6',
	'the first cases for each number of CPUs');
is_deeply([map { my @words = split; "@words[1 .. $#words]" }
	planned([], $one)->lines('plan', $one)],
	["b -f $dir/order.tsv", "a -f $dir/order.tsv", 'c5', "a -x $dir/order.tsv",
	'c2', "c1", "c3 -x $dir/order.tsv", 'c4', 'c6'], 'each case runs once');
is_deeply([planned(['--quick'], $one)->lines('list', $one)],
	["b/for-1\@x", "a/for-2\@x"], 'the list of the first cases');
like(planned(['--quick'], $one)->quick_size, qr/^quick: one 2 cases, about \d+ s of one CPU\z/,
	'the size of a quick run');

# Boots that share the jobs: 23 s and 25 s to do, and the first cases first.
my $dealer = planned([], $one);
%{$dealer->{order}{cost}} = ('b/for-1@x' => 5, 'a/for-2@x' => 1, 'a/for-1@x' => 9,
	map { ("c$_" => 2, "c$_/for-1\@x" => $_) } 1 .. 6);
is(join(' ', map { join ',', map { (split)[0] } @{$_->{jobs}} } $dealer->boots(2)),
	'b,c2,c4,c6 a,c5,a-2,c1,c3', 'jobs are dealt by what they take');
order('');

# Shards have each job of each boot once, whatever their number and the CPUs of a machine.
sub works {
	return sort map { my $boot = $_; map { "$boot->{platform}{name} @{$boot->{configs}} " .
		"$boot->{cpus} $_" } @{$boot->{jobs}} } @_;
}
order("b/for-1\@x\t2\na/for-2\@x\t1\n");
my @many = (platform('one', cpus => [2, 1]), platform('two', per_boot => 2, minutes => 60));
for my $of (1, 5) {
	my @of = ('--config', 'all', '--shard');
	my @shards = map { planned([@of, "$_/$of"], @many) } 1 .. $of;
	is_deeply([works(map { $_->boots($_->{options}{shard}{number}) } @shards)],
		[works(planned(['--config', 'all'], @many)->boots(1))],
		"$of shards are the whole, and each job is one shard's");
	is_deeply([map { $_->{deal} } @shards], [map { $shards[0]{deal} } @shards],
		'... and all say the same of each other');
}
is(boots(1, ['--shard', '1/2'], $one), 'one:default/any.=b,a,a-2,c1',
	'a shard has its jobs in the order of all');
is(boots(1, ['--shard', '2/2', '--soak', '--for', '1s', 'b'], $one), 'one:default/any.=b',
	'a shard of a soak has all of them');
is(planned(['--shard', '2/3', '--soak', '--for', '1s', 'b'], $one)->share,
	'shard 2 of 3: the same with another seed', '... and says so');
is(join(' ', Run::seeds(Options->parse([], [], qw(--shard 2/3 --soak --for 1s --seed 7)))), 8,
	'... which is the next one');
like(refused(sub { boots(1, ['--shard', '1/3', 'a', 'b'], $one) }),
	qr/--shard 1\/3: more shards than programs \(2\)/, 'too many shards are refused');
order('');

is(boots(1, ['--describe'], $one), 'one:default/any.=describe', 'a description');

my $qemu = platform('qemu', goal => 'vmm');
is(boots(1, ['q', 'b'], $one, $qemu), 'one:default/any.=b qemu:default/any.=q',
	'a pattern names a case of one of two sets of programs');
like(refused(sub { planned(['nix'], $one, $qemu) }), qr/no test matches 'nix'/,
	'... or is refused');

# Arguments of the programs.
my $two = platform('two');
my $plan = planned(['--timeout-scale', '3', '--config', 'x,default,y'], $one, $two, $qemu);
sub arguments {
	my ($platform, $config) = @_;
	return Run::arguments($plan, $platform, $platform->{config}{$config}, 5);
}
is(arguments($one, 'x'), '-s 5 -t 21', 'the gate itself is checked once');
is(arguments($one, 'default'), '-s 5 -t 21 -L', '... and in no other config');
is(arguments($two, 'x'), '-s 5 -t 21 -L', '... and on no other platform');
is(arguments($one, 'y'), '-s 5 -t 21 -L -w z', 'arguments of a config');
is(arguments($qemu, 'x'), '-s 5 -t 21', 'tests of QEMU have none such');
done_testing;
