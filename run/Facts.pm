# SPDX-License-Identifier: GPL-2.0-only
#
# What a run's record says before there are results: of this machine, of what was asked
# for, and of the columns that there will be.
package Facts;
use strict;
use warnings;
use Child;
use Place;
use POSIX ();
use Qemu;
use Record;

# What a file of /proc says; '' where it cannot be read.
sub slurp {
	my ($file) = @_;
	open my $from, '<', $file or return '';
	local $/;
	return <$from> // '';
}

# Run in the tree, a command's first line, or nothing.
sub line {
	my (@command) = @_;
	my ($status, $said) = Child::output('sh', '-c', 'exec "$@" 2>/dev/null', 'sh',
		@command);
	return $status == 0 && $said =~ /^(.+)$/m ? $1 : undef;
}

# This machine: text, but for numbers of CPUs and MiB, and for virtual, which is true
# where the processor says that it is a virtual machine's. A key is there if it is known.
sub machine {
	my $cpu = slurp('/proc/cpuinfo');
	my ($sysname, undef, $release, undef, $arch) = POSIX::uname();
	my %of = (kernel => "$sysname $release", arch => $arch);
	$of{cpu} = $1 if $cpu =~ /^(?:model name|CPU part)\s*: (.+)$/m;
	$of{microcode} = $1 if $cpu =~ /^microcode\s*: (.+)$/m;
	$of{virtual} = $1 =~ /\bhypervisor\b/ ? JSON::PP::true : JSON::PP::false
		if $cpu =~ /^flags\s*: (.+)$/m;
	my $cpus = () = $cpu =~ /^processor\s*:/mg;
	$of{cpus} = $cpus if $cpus;
	$of{memory_mib} = int $1 / 1024
		if slurp('/proc/meminfo') =~ /^MemTotal: +(\d+)/m;
	my $name = slurp('/proc/sys/kernel/hostname');
	$of{hostname} = $1 if $name =~ /^(\S+)$/m;
	return \%of;
}

# Write the record of a run of $plan that begins, whose command line has @arguments.
sub begin {
	my ($out, $plan, $seeds, @arguments) = @_;
	my $options = $plan->{options};
	my @columns;
	for my $platform (@{$plan->{platforms}}) {
		my $emulator = $platform->{version} ? $platform->{version}->() : '';
		for my $config ($platform->configs_of($options->{configs})) {
			my $planned = $plan->planned($platform, $config);
			my $qemu = $platform->{goal} eq 'vmm' ?
				Qemu::version($platform, $config) : '';
			push @columns, { name => $platform->column($config),
				platform => $platform->{name}, config => $config,
				arch => $platform->{arch},
				$emulator ne '' ? (emulator => $emulator) : (),
				$qemu ne '' ? (qemu => $qemu) : (),
				$planned ? (planned => $planned) : () };
		}
	}
	Record::begin($out, {
		arguments => [@arguments], seeds => [map { "$_" } @$seeds],
		version => Place::installed() ? Place::version() :
			line(qw(git describe --always --dirty)) // 'unknown',
		machine => machine(),
		map({ defined $options->{$_} ? ($_ => $options->{$_}) : () } qw(kernel qemu)),
	}, @columns);
}

1;
