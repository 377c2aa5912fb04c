# SPDX-License-Identifier: GPL-2.0-only
#
# What a run's record says before there are results: of this machine, of what was asked
# for, and of the columns that there will be; and of which shard it is.
package Facts;
use strict;
use warnings;
use Child;
use Place;
use POSIX ();
use Qemu;
use Record;
use Run;
use Shard;

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

# What the record says of a shard: which one it is, what each of all has, and by what
# Merge.pm knows that shards are of one run. $work has a folder for each platform, which
# its machine was prepared in.
sub shard {
	my ($plan, $work) = @_;
	my $options = $plan->{options};
	my %tests = map { $_->tests => 1 } @{$plan->{platforms}};
	my %tables = Run::tables($options);
	my %kernels;
	for my $platform (@{$plan->{platforms}}) {
		my $dir = "$work/$platform->{name}";
		my @files = map { glob "\Q$dir\E/$_" } '*.kernel', '*.modules/*.ko';
		$kernels{$platform->{name}} = Shard::digest_files(@files) if @files;
	}
	my %asked = map { $_ => $options->{$_} } qw(seed repeat strict no_skip quick in_order
		fail_fast steps for soak cost patterns);
	$asked{columns} = [map { my $platform = $_; map { $platform->column($_) }
		$platform->configs_of($options->{configs}) } @{$plan->{platforms}}];
	return { %{$options->{shard}}, by => $plan->{deal} ? 'programs' : 'seeds',
		has => $plan->{deal} // [], kernels => \%kernels, same => {
			programs => Shard::digest_files(grep { -x && !-d } map { glob "\Q$_\E/*" }
				sort keys %tests),
			tables => Shard::digest_files($plan->{order}{file}, values %tables),
			asked => Shard::digest_text(JSON::PP->new->canonical->encode(\%asked)),
		} };
}

# Write the record of a run of $plan that begins, whose command line has @arguments; $work is as
# for shard().
sub begin {
	my ($out, $plan, $work, $seeds, @arguments) = @_;
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
		machine => machine(), $options->{shard} ? (shard => shard($plan, $work)) : (),
		map({ defined $options->{$_} ? ($_ => $options->{$_}) : () } qw(kernel qemu)),
	}, @columns);
}

1;
