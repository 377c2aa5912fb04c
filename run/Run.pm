# SPDX-License-Identifier: GPL-2.0-only
#
# Makes of a boot of the plan a job for the schedule: its folders, its orders, and what
# it is that runs.
package Run;
use strict;
use warnings;
use Boot;
use Column;
use File::Copy qw(copy);
use File::Path qw(make_path remove_tree);
use Machine;
use Orders;
use Place;
use Platform;
use Qemu;
use Say;
use Shard;
use Snapshot;

# A seed as the test programs take it, that nobody has chosen.
sub random_seed {
	open my $from, '<:raw', '/dev/urandom' or refuse("/dev/urandom: $!");
	read $from, my $bytes, 4;
	return '0x' . unpack 'H*', $bytes;
}

# The seeds of the runs.
sub seeds {
	my ($options) = @_;
	return Shard::seed($options->{shard}, $options->{seed} eq 'random' ? random_seed() :
		$options->{seed}) if $options->{soak} && $options->{shard};
	return map { $options->{seed} eq 'random' ? random_seed() : $options->{seed} }
		1 .. $options->{repeat};
}

# How the command begins that replays a failure on a platform.
sub replay {
	my ($options, $platform) = @_;
	my $replay = Place::command() . " --platform $platform->{name}";
	for (qw(kernel modules qemu)) {
		$replay .= " --$_ " . Place::quoted($options->{$_}) if defined $options->{$_};
	}
	$replay .= ' --strict' if $options->{strict};
	return $replay;
}

# The arguments of all programs in a config.
sub arguments {
	my ($plan, $platform, $config, $seed) = @_;
	my $options = $plan->{options};
	my @arguments = ('-s', $seed,
		'-t', $platform->{limits}{slowness} * $options->{timeout_scale});
	push @arguments, '-L' if $platform->{goal} eq 'programs' &&
		!$plan->drilled($platform, $config->{name});
	push @arguments, '-d', $options->{for} if $options->{for};
	push @arguments, '-S', $options->{steps} if defined $options->{steps};
	push @arguments, grep { $_ ne '' } $config->{args},
		$platform->{more_args} ? $platform->{more_args}->($config->{name}) : (),
		$platform->{goal} eq 'vmm' ? Qemu::arguments($platform, $config->{name}) : ();
	return "@arguments";
}

# The orders of a boot whose machine has the tables of failures %tables, WORD => FILE.
sub orders {
	my ($plan, $boot, $seed, %tables) = @_;
	my $platform = $boot->{platform};
	my $replay = replay($plan->{options}, $platform);
	my @configs = map {
		my $config = $platform->{config}{$_};
		{
			name => $_,
			args => arguments($plan, $platform, $config, $seed),
			replay => $replay . ($_ eq 'default' ? '' : " --config $_"),
			module => $config->{modules},
			kernel => $config->{kernel},
			pool => $config->{pools},
			pages => $config->{pages_kib},
			beside => $config->{beside},
			through => $config->{through},
		};
	} @{$boot->{configs}};
	# The table of what runs first has another place in a machine.
	my $order = $plan->{order}{file};
	my @jobs = map { $platform->{here} ? $_ :
		s! (-[fx]) \Q$order\E\z! $1 /order.tsv!r } @{$boot->{jobs}};
	return Orders::text(%tables, job => \@jobs, configs => \@configs,
		$platform->{here} ?
			(launch => "setpriv --pdeathsig $platform->{here}") :
			(tell => '/dev/kmsg'));
}

sub write_file {
	my ($file, $bytes) = @_;
	open my $to, '>:raw', $file or die "$file: $!\n";
	print({ $to } $bytes) && close $to or die "$file: $!\n";
}

# The table of failures that are known: the word in the orders => the file.
sub tables {
	my ($options) = @_;
	my $table = $options->{known} // 'docs/known.tsv';
	return () if !-f $table;
	return (($options->{strict} ? 'known' : 'expected') => $table);
}

# Become what runs the programs on this machine.
sub start_here {
	my ($platform, $dir, $config) = @_;
	exec 'sh', 'inside/runner.sh', 'framed', $platform->tests, "$dir/orders",
		$config;
}

# Become the emulator, or what restores a machine in it. The hash that a platform's
# command is called with has
#   config      the config, the first of those that share the boot: its keys
#   memory      the MiB of the machine
#   cpus        the number of CPUs that the jobs need; with exact it is 1
#   exact       true: time that the machine sees is counted in instructions
#   kernel, initramfs   files to boot; '' where the platform has no package
#   early       words for the kernel's command line
#   console     the file for the machine's console
#   dir         a folder of this boot alone, prepared: the one that the platform's
#               prepare was called with, and top: the tree's
sub start_machine {
	my ($plan, $boot, $dir, %of) = @_;
	my ($platform, $options) = ($boot->{platform}, $plan->{options});
	my @configs = @{$boot->{configs}};
	my $config = $platform->{config}{$configs[0]};
	my $is_module = defined $config->{package} &&
		Machine::modules($of{prepared}, $config);
	# A kernel that has KVM built in looks for its parameters there, and has one
	# config.
	my $early = @configs > 1 ? '' : join ' ', map { @{$config->{$_}} } 'early',
		$is_module ? () : qw(modules kernel);
	# What a step costs depends on where things lie.
	$early = "nokaslr norandmaps $early" if $options->{cost};
	my $command = sub {
		my ($kernel, $initramfs, $console) = @_;
		return $platform->{command}->({ config => $config,
			cpus => $options->{cost} ? 1 : $boot->{cpus} eq 'any' ? 2 : $boot->{cpus},
			memory => $config->{memory}, kernel => $kernel,
			exact => $options->{cost},
			initramfs => $initramfs, early => $early, console => $console,
			dir => $dir, prepared => $of{prepared}, top => $Platform::top });
	};
	my ($kernel, $initramfs) = ('', '');
	if (defined $config->{package}) {
		$kernel = "$of{prepared}/$config->{package}.kernel";
		my $base = "$of{prepared}/$config->{package}.initramfs";
		my %tables = tables($options);
		my %files = (Machine::files($platform, $of{prepared}, $config,
			@{$boot->{jobs}}), orders => "$dir/orders",
			'order.tsv' => $plan->{order}{file},
			map { ("$_.tsv" => $tables{$_}) } keys %tables);
		my $write = sub { Orders::archive(@_, %files) };
		# With KVM built in, a kernel that somebody names is another each time.
		if ($platform->{saved} && !$options->{cold} && !$options->{cost} &&
			!@{$config->{emulator}} &&
			($is_module || !-f ($options->{kernel} // ''))) {
			my $why = Snapshot->new(command => $command, dir => $dir,
				kernel => $kernel, initramfs => $base,
				memory => $config->{memory}, cache => $ENV{CACHE})
				->run($write, $of{console});
			syswrite STDOUT, "\@note boots anew, as no saved machine " .
				"could be restored: $why\n";
		}
		$initramfs = "$dir/initramfs";
		copy($base, $initramfs) or die "$initramfs: $!\n";
		open my $to, '>>:raw', $initramfs or die "$initramfs: $!\n";
		$write->($to, $initramfs);
		close $to or die "$initramfs: $!\n";
	}
	my @command = $command->($kernel, $initramfs, $of{console});
	exec { $command[0] } @command;
}

# A job for the schedule, of one boot in one run. %of: out and work, the folders of the
# results and of what is removed at the end; seed; run, "/run-N" if there are several.
sub job {
	my ($plan, $boot, %of) = @_;
	my ($platform, $options) = ($boot->{platform}, $plan->{options});
	my @columns = map {
		my $name = $platform->column($_);
		my $dir = "$of{out}/$name$of{run}" .
			($boot->{part} ? "/part-$boot->{part}" : '');
		make_path($dir);
		Column->new(config => $_, name => $name, dir => $dir,
			waiting => [map { (split)[0] } @{$boot->{jobs}}]);
	} @{$boot->{configs}};
	$_->begin for @columns;
	my $prepared = "$of{work}/$platform->{name}";
	my $dir = "$prepared/boot-" . join '-', @{$boot->{configs}}, $boot->{part};
	mkdir $dir;
	my %tables = tables($options);
	$tables{$_} = "/$_.tsv" for $platform->{here} ? () : keys %tables;
	write_file("$dir/orders", orders($plan, $boot, $of{seed}, %tables));
	my $console = "$columns[0]{dir}/console.log";
	my $start = sub {
		start_here($platform, $dir, $boot->{configs}[0]) if $platform->{here};
		start_machine($plan, $boot, $dir, prepared => $prepared,
			console => $console);
		die "cannot start it: $!\n";
	};
	my ($minutes, $memory) = $platform->cost(@{$boot->{configs}});
	my $scale = $options->{timeout_scale};
	return {
		name => join(' ', map { $_->{name} } @columns),
		minutes => $minutes, memory => $memory, alone => $platform->{alone},
		run => sub {
			my $status = Boot->new(columns => \@columns, start => $start,
				boot_s => $platform->{limits}{boot_s} * $scale,
				silent_s => $platform->{limits}{silent_s} * $scale,
				no_skip => $options->{no_skip},
				fail_fast => $options->{fail_fast},
				verbose => $options->{v})->run;
			remove_tree($dir);
			return $status;
		},
	};
}

1;
