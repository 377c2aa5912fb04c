# SPDX-License-Identifier: GPL-2.0-only
#
# What is to be run: the jobs of each platform, shared out to boots. A job is a line, "ID
# PROGRAM ARG...": one program, called once.
package Plan;
use strict;
use warnings;
use Child;
use List::Util;
use Order;
use Say;
use Shard;

# $options: Options; @platforms: those that run, each a Platform, in their order.
sub new {
	my ($class, $options, @platforms) = @_;
	return bless { options => $options, platforms => [@platforms],
		order => Order->new }, $class;
}

# What runner.sh prints about the cases of $platform that the patterns name: the cases
# ($verb is list) or the jobs that run them (plan). %how: cpus, only the cases that are
# meant for so many CPUs; elsewhere, true if a pattern may name nothing here, as it may
# name a case of another platform; args, more arguments for the programs.
sub cases {
	my ($verb, $platform, $patterns, %how) = @_;
	my $launch = $platform->launch;
	my $args = join ' ', grep { length } $platform->{only}, $how{args} // '';
	my ($status, $said) = Child::output('inside/runner.sh',
		$launch eq '' ? () : ('-l', $launch),
		$how{cpus} ? ('-n', $how{cpus}) : (),
		$how{elsewhere} ? '-e' : (),
		$args ne '' ? ('-a', $args) : (),
		$verb, $platform->tests, @$patterns);
	exit 2 if $status;
	return split /\n/, $said;
}

# The patterns, or die with the message about one that names no case of any platform.
# Where there are several sets of programs, a pattern has to name a case of one.
sub check_patterns {
	my ($self) = @_;
	my @platforms = @{$self->{platforms}};
	my %sets = map { $_->tests => 1 } @platforms;
	$self->{elsewhere} = keys %sets > 1;
	return if !$self->{elsewhere};
	for my $pattern (@{$self->{options}{patterns}}) {
		next if grep { cases('plan', $_, [$pattern], elsewhere => 1) }
			@platforms;
		cases('plan', $platforms[-1], [$pattern]);
	}
}

# Lines of $verb for the platform.
sub lines {
	my ($self, $verb, $platform, %how) = @_;
	my $options = $self->{options};
	return 'describe ../' . $platform->describer
		if $options->{describe};
	# Each answer takes a start of every program, and is asked for more than once.
	my $question = join ' ', $verb, $platform->{name}, $how{cpus} // ();
	$self->{answers}{$question} //= [$self->ask($verb, $platform,
		elsewhere => $self->{elsewhere}, %how)];
	return @{$self->{answers}{$question}};
}

sub ask {
	my ($self, $verb, $platform, %how) = @_;
	my ($options, $order) = @$self{qw(options order)};
	my @patterns = @{$options->{patterns}};
	return cases($verb, $platform, \@patterns, %how,
		args => "-f $order->{file}") if $options->{quick} && @patterns;
	my $ordered = $platform->{goal} eq 'programs' && !$options->{in_order} &&
		!$options->{cost} && !@patterns;
	return cases($verb, $platform, \@patterns, %how) if !$ordered ||
		$verb eq 'list' && !$options->{quick};
	return $self->ordered($verb, $platform, %how);
}

# Lines of $verb for all cases, in the order of what kills first: a program that has some
# of the first cases is called twice, with --quick once.
sub ordered {
	my ($self, $verb, $platform, %how) = @_;
	my $order = $self->{order};
	my @programs = @{$order->{programs}};
	my @first = !@programs ? () : cases($verb, $platform, \@programs, %how,
		elsewhere => 1, args => "-f $order->{file}");
	return @first if $self->{options}{quick};
	my %there = map { (split)[1] => $_ } cases('plan', $platform, [], %how);
	my %rest = map { (split)[1] => $_ } !@programs ? () : cases($verb, $platform,
		\@programs, %how, elsewhere => 1, args => "-x $order->{file}");
	my %begun = map { (split)[1] => 1 } @first;
	my @rest = $order->rest_of(grep { $rest{$_} || !$order->has($_) } keys %there);
	return (@first, map {
		my $job = $rest{$_} // $there{$_};
		$begun{$_} ? $job =~ s/ /-2 /r : $job;
	} @rest);
}

# The jobs of a platform by the CPUs that their boot must have, as a list of [CPUS, JOBS];
# CPUS is 'any' where its boots have as many, or the order of the jobs counts, and where
# costs are counted, which a second CPU would blur.
sub kinds {
	my ($self, $platform) = @_;
	my $options = $self->{options};
	my @cpus = @{$platform->{cpus}};
	return ['any', [$self->lines('plan', $platform)]]
		if !@cpus || $options->{describe} || $options->{fail_fast} || $options->{cost};
	# A pattern need not name any of both.
	return grep { @{$_->[1]} } map {
		[$_, [$self->lines('plan', $platform, cpus => $_, elsewhere => 1)]];
	} @cpus;
}

# How many cases a quick run has on each platform, and how long they take one CPU.
sub quick_size {
	my ($self) = @_;
	my $order = $self->{order};
	my $svm = Platform::find('svm')->{limits}{slowness};
	return 'quick: ' . join ', ', map {
		my %listed = map { $_ => 1 } $self->lines('list', $_);
		my %programs = map { s!/.*!!r => 1 } keys %listed;
		sprintf '%s %d cases, about %d s of one CPU', $_->{name}, scalar keys %listed,
			0.5 + $order->seconds(keys %programs, keys %listed) *
				$_->{limits}{slowness} / $svm;
	} @{$self->{platforms}};
}

# The jobs of $nr boots that share them, a list for each: a job goes to the boot that has
# least to do so far, and those that take longest are dealt first, but the cases that
# are to run first before any others. Each boot has its jobs in the order they came in.
sub dealt {
	my ($self, $nr, @jobs) = @_;
	my $order = $self->{order};
	my %place = map { $jobs[$_] => $_ } 0 .. $#jobs;
	my %seconds = map { $_ => $order->job_seconds($_) } @jobs;
	my @boots = map { { seconds => 0, jobs => [] } } 1 .. $nr;
	for my $job (sort { !!($b =~ / -f /) <=> !!($a =~ / -f /) ||
			$seconds{$b} <=> $seconds{$a} ||
			$place{$a} <=> $place{$b} } @jobs) {
		my ($least) = sort { $a->{seconds} <=> $b->{seconds} ||
			@{$a->{jobs}} <=> @{$b->{jobs}} } @boots;
		push @{$least->{jobs}}, $job;
		$least->{seconds} += $seconds{$job};
	}
	return map { [sort { $place{$a} <=> $place{$b} } @{$_->{jobs}}] } @boots;
}

# How many boots share these jobs, where CPUs would be idle: of boots there are fewer than
# CPUs. Not worth it for a few test programs, and not where their order counts.
sub shares {
	my ($self, $platform, $nr_jobs, $nr_boots, $cpus) = @_;
	return 1 if $platform->{alone} || $self->{options}{fail_fast};
	my $parts = int $cpus / $nr_boots;
	my $most = int $nr_jobs / 4;
	$parts = $most if $parts > $most;
	return $parts > 1 ? $parts : 1;
}

# The configs that share a boot, a list for each boot of the platform.
sub together {
	my ($self, $platform) = @_;
	my $options = $self->{options};
	# With KVM built into the kernel, its parameters are the kernel's.
	my $built_in = -f ($options->{kernel} // '') && !defined $options->{modules};
	return $platform->boots($built_in,
		$platform->configs_of($options->{configs}));
}

# What takes the same boot: a list of hashes with platform; configs, a list of names; cpus,
# see kinds(); jobs, a list. With --shard those of the shard alone, and {deal} has what each
# shard has.
sub lots {
	my ($self) = @_;
	return @{$self->{lots}} if $self->{lots};
	my @lots;
	for my $platform (@{$self->{platforms}}) {
		my @kinds = $self->kinds($platform);
		for my $configs ($self->together($platform)) {
			push @lots, map { { platform => $platform, configs => $configs,
				cpus => $_->[0], jobs => $_->[1] } } @kinds;
		}
	}
	refuse('no case is for a boot of', map { $_->{name} } @{$self->{platforms}})
		if !@lots;
	my $shard = $self->{options}{shard};
	# What a soak draws depends on the seed.
	($self->{deal}, @lots) = Shard::share($shard, $self->costs(@lots), @lots)
		if $shard && !$self->{options}{soak};
	$self->{lots} = \@lots;
	return @lots;
}

# What part this shard has, in words.
sub share {
	my ($self) = @_;
	my $shard = $self->{options}{shard};
	my $deal = $self->{deal} // return Shard::name($shard) . ': the same with another seed';
	my @sizes = map { scalar @$_ } @$deal;
	return sprintf '%s: %d programs of %d', Shard::name($shard),
		$sizes[$shard->{number} - 1], List::Util::sum0(@sizes);
}

# A sub that says what a job of a lot takes: its part of the minutes that the platform's
# description says.
sub costs {
	my ($self, @lots) = @_;
	my (%seconds, %sum);
	my $column = sub { join ' ', $_[0]{platform}{name}, @{$_[0]{configs}} };
	for my $lot (@lots) {
		my $platform = $lot->{platform};
		my $drilled = grep { $self->drilled($platform, $_) } @{$lot->{configs}};
		my @cases = cases('list', $platform, $self->{options}{patterns}, elsewhere => 1,
			$lot->{cpus} ne 'any' ? (cpus => $lot->{cpus}) : (),
			$drilled || $platform->{goal} ne 'programs' ? () : (args => '-L'));
		for my $job (@{$lot->{jobs}}) {
			$sum{$column->($lot)} += $seconds{$lot}{$job} =
				$self->{order}->job_seconds($job, @cases);
		}
	}
	return sub {
		my ($lot, $job) = @_;
		my ($minutes) = $lot->{platform}->cost(@{$lot->{configs}});
		return $minutes * $seconds{$lot}{$job} / ($sum{$column->($lot)} || 1);
	};
}

# All boots of one run, each a lot, with its jobs or a part of them; part is its number
# among those that have the same configs, or '' if it has all of them. $cpus is what this
# machine has.
sub boots {
	my ($self, $cpus) = @_;
	my @lots = $self->lots;
	my (%parts, @boots);
	for my $lot (@lots) {
		my $of = $self->shares($lot->{platform}, scalar @{$lot->{jobs}}, scalar @lots,
			$cpus);
		push @boots, map { { %$lot, jobs => $_ } } $self->dealt($of, @{$lot->{jobs}});
		$parts{"@{$lot->{configs}} $lot->{platform}{name}"} += $of;
	}
	my %part;
	for my $boot (@boots) {
		my $same = "@{$boot->{configs}} $boot->{platform}{name}";
		$boot->{part} = $parts{$same} > 1 ? ++$part{$same} : '';
	}
	return @boots;
}

# How many cases there are of each "...\@WHERE" in a config, whatever the patterns name:
# {WHERE => N}. Nothing where programs are no tests of KVM.
sub planned {
	my ($self, $platform, $config) = @_;
	return if $platform->{goal} ne 'programs' || $self->{options}{describe} ||
		$self->{options}{cost};
	my $less = $self->drilled($platform, $config) ? '' : '-L';
	return $self->{planned}{$platform->tests . $less} //= do {
		my %nr;
		$nr{s/.*\@//r}++ for cases('list', $platform, [], elsewhere => 1,
			args => $less);
		\%nr;
	};
}

# True for the config that runs the cases which check the gate itself, too: the first one
# of the first platform that has these programs, as they are the same everywhere.
sub drilled {
	my ($self, $platform, $config) = @_;
	my ($first) = grep { $_->tests eq $platform->tests } @{$self->{platforms}};
	my ($one) = $first->configs_of($self->{options}{configs});
	return $first == $platform && $one eq $config;
}

1;
