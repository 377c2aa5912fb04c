#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# Descriptions of platforms: those that are refused, and what is made of a good one.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../../run";
use Machine;
use Platform;
use Run;
use Test::More;
use Try;

my %good = (order => 9, here => 'TERM', configs => [default => {}],
	limits => { boot_s => 1, silent_s => 2, slowness => 3 });

sub platform {
	my (%more) = @_;
	my %description = (%good, %more);
	delete @description{grep { !defined $description{$_} } keys %description};
	return Platform->new('nix', 'platforms/nix.pl', \%description);
}

sub is_refused {
	my ($pattern, %more) = @_;
	like(refused(sub { platform(%more) }), qr/platforms\/nix\.pl: .*$pattern/,
		"refused: $pattern");
}

is_refused("unknown key 'cpu'", cpu => [1]);
is_refused("key '$_' is missing", $_ => undef) for qw(order configs limits);
is_refused("limits: key 'silent_s' is missing", limits => { boot_s => 1, slowness => 1 });
is_refused("limits: unknown key 'x'", limits => { %{$good{limits}}, x => 1 });
is_refused("'cpus' is not a list", cpus => 2);
is_refused("there is no 'riscv'", arch => 'riscv');
is_refused("there is no 'all'", goal => 'all');
is_refused("'cpus' is for the goal programs", goal => 'vmm', cpus => [2, 1]);
is_refused("one of the keys 'here' and 'command'", here => undef);
is_refused("one of the keys 'here' and 'command'", command => sub { });
is_refused('not a list of names and hashes', configs => ['default']);
is_refused('not a list of names and hashes', configs => []);
is_refused('config default is there twice', configs => [default => {}, default => {}]);
is_refused("'all' is no name of a config", configs => [all => {}]);
is_refused('config npt0 is not a hash', configs => [npt0 => 1]);
is_refused("config npt0: unknown key 'module'", configs => [npt0 => { module => [] }]);
is_refused("config npt0: 'modules' is not a list",
	configs => [npt0 => { modules => 'kvm.a=0' }]);
like(refused(sub { Platform->new('nix', 'platforms/nix.pl', 1) }),
	qr/does not end with a hash/, 'refused: no hash');

my $is = platform(modules => ['kvm.a=1'], args => '-A x', memory => 100, overhead => 10,
	minutes => 2, per_boot => 2, configs => [default => {}, b => { minutes => 7,
	memory => 200, modules => ['kvm.b=0'], args => '-w y' }, c => {}]);
is_deeply($is->{configs}, [qw(default b c)], 'configs keep their order');
is_deeply($is->{config}{b}{modules}, ['kvm.a=1', 'kvm.b=0'],
	"a config adds to the platform's parameters");
is($is->{config}{b}{args}, '-A x -w y', '... and to its arguments');
is(Run::arguments({ options => { timeout_scale => 1 } }, platform(goal => 'vmm',
	more_args => sub { "-w $_[0]" }), $is->{config}{b}, 7), '-s 7 -t 3 -A x -w y -w b',
	'arguments that are found out come after them');
is_deeply([$is->cost('default')], [2, 110], 'what a boot costs');
is_deeply([$is->cost('default', 'b')], [9, 210],
	'the minutes of all configs in it, and the memory of the largest');
is_deeply([$is->boots(0, qw(default b c))], [[qw(default b)], ['c']],
	'configs share boots');
is_deeply([$is->boots(1, qw(default b))], [['default'], ['b']],
	'... unless KVM is built in');
is_deeply([$is->configs_of([])], ['default'], 'the config that nobody names');
is_deeply([$is->configs_of(['c', 'all'])], [qw(c default b)], 'each config once');
is_deeply([$is->configs_of(['nix'])], [], 'a config that it does not know');
is($is->column('b'), 'nix-b', 'the name of a column');

my @all = Platform::all();
is($all[0]{name}, 'host', 'this host comes first');
my %orders = map { $_->{order} => 1 } @all;
is(scalar keys %orders, scalar @all, 'no two platforms have one place');
for my $platform (@all) {
	like(join(' ', Platform::help_platforms()), qr/\b$platform->{name}\b/,
		"--help names platform $platform->{name}");
	next if @{$platform->{configs}} == 1;
	my $configs = join ' ', Platform::help_configs();
	my @missing = grep { $configs !~ /\b$_\b/ } @{$platform->{configs}};
	is_deeply(\@missing, [], "... and its configs");
}
is_deeply([map { join ' ', Run::tables($_) } { known => '/nix' },
	{ known => $0 }, { known => $0, strict => 1 }], ['', "expected $0", "known $0"],
	'the table of known failures');
is(Machine::version_of('v[0-9]', 'printf', 'nix\n  Nix v1 \nv2\n'), 'Nix v1',
	"an emulator's version");
is(Machine::version_of('v[0-9]', 'nix-is-not-there'), '', '... that cannot be told');
done_testing;
