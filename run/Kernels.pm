# SPDX-License-Identifier: GPL-2.0-only
#
# Several kernels, gated by one call: each as if it were the only one, in a runner of its
# own, with results in a folder of its own (OUT/6.12, OUT/sid, OUT/bzImage); in the end a
# table, kernel by config. A kernel that cannot be had is an error of each config, and
# keeps nobody from gating the others. With --against KERNEL that one is the first of them,
# and the end is what differs from it on each of the others.
package Kernels;
use strict;
use warnings;
use Cells;
use Child;
use Column;
use File::Path qw(make_path);
use Machine;
use Platform;
use Ready;
use Run;
use Say;

# Note what an option says, in the list @$kernels of { kernel, modules, old }, and old is
# true of that of --against. Modules are of the kernel that was named last, or of the first
# one.
sub name {
	my ($kernels, $option, $value) = @_;
	if ($option eq '--modules') {
		push @$kernels, {} if !@$kernels;
		refuse('--modules is there twice for one kernel')
			if defined $kernels->[-1]{modules};
		$kernels->[-1]{modules} = $value;
	} elsif ($option eq '--against') {
		push @$kernels, { kernel => $value, old => 1 };
	} elsif (my ($first) = grep { !defined $_->{kernel} } @$kernels) {
		$first->{kernel} = $value;
	} elsif (!grep { !$_->{old} && $_->{kernel} eq $value } @$kernels) {
		push @$kernels, { kernel => $value };
	}
}

# The old one first, if there is one; and without another one the platform's own.
sub in_order {
	my (@kernels) = @_;
	my @old = grep { $_->{old} } @kernels;
	my @new = grep { !$_->{old} } @kernels;
	push @new, {} if @old && !@new;
	return (@old, @new);
}

# The folders of their results: the word, or the file's name.
sub folders {
	my (@kernels) = @_;
	my %seen;
	return map {
		my $name = ($_->{kernel} // 'default') =~ s!.*/!!r;
		my $n = ++$seen{$name};
		$n > 1 ? "$name-$n" : $name;
	} @kernels;
}

# Options as they are for one kernel.
sub alone {
	my ($options, $kernel) = @_;
	return { %$options, kernel => undef, modules => undef, %$kernel };
}

# Why a kernel cannot be had; '' if it can, and then it is in the cache.
sub trouble {
	my ($options, $kernel, $probe, @platforms) = @_;
	my $alone = alone($options, $kernel);
	pipe my $from, my $to or die "pipe: $!\n";
	my $pid = Child::start(err => $to, do => sub {
		Machine::check($_, $alone, $probe, $_->configs_of($options->{configs}))
			for @platforms;
		return 0;
	});
	close $to;
	my @said = <$from>;
	my $status = Child::wait_for($pid);
	my $why = $status ? pop @said // 'it cannot be had' : '';
	print STDERR @said;
	chomp $why;
	$why =~ s/^[^ ]*: //;
	$why = "--against $kernel->{kernel}: " . $why =~ s/^--kernel [^ ]*: //r
		if $kernel->{old} && $status;
	print STDERR Say::name(), ": $why\n" if $status;
	return $why;
}

# Leave an error as the result of each config that has none.
sub leave_trouble {
	my ($out, $why, $configs, @platforms) = @_;
	my $counts = Cells::counts($out);
	for my $platform (@platforms) {
		for my $config ($platform->configs_of($configs)) {
			my $name = $platform->column($config);
			next if $counts->{$name};
			make_path("$out/$name");
			my $column = Column->new(config => $config, name => $name,
				dir => "$out/$name", waiting => []);
			$column->note('platform', $why);
			$column->finish;
		}
	}
}

# Gate one of them in $folder; returns the runner's status.
sub run {
	my ($options, $kernel, $folder, $seed, @platforms) = @_;
	my @arguments = (@{$options->{others}}, '--out', $folder, '--seed', $seed,
		map({ ('--platform', $_->{name}) } @platforms),
		map({ ("--$_", $kernel->{$_}) } grep { defined $kernel->{$_} }
			qw(kernel modules)));
	# What is described is printed when all is known.
	return Child::wait_for(Child::start($options->{describe} ?
		(out => '/dev/null') : (), do => sub {
			chdir $options->{folder} or die "$options->{folder}: $!\n";
			exec $^X, "-I$Platform::top/run", "$Platform::top/run/main.pl",
				@arguments;
		}));
}

# Those of the platforms that boot a kernel.
sub booting {
	my ($options, @platforms) = @_;
	my @without = map { $_->{name} } grep { !defined $_->{package} } @platforms;
	return @platforms if !@without;
	my ($old) = grep { $_->{old} } @{$options->{kernels}};
	refuse($old ? "--against $old->{kernel} is" : 'several kernels are',
		"for platforms that boot a kernel, not for @without; try --platform svm")
		if !$options->{all};
	say_line("left out, since they boot no kernel: @without");
	return grep { defined $_->{package} } @platforms;
}

# Gate them all. %of: platforms, a list; build, where programs are; out, the folder for
# results, if one is wanted; described, where descriptions go. Returns the status that
# run_tests.sh ends with.
sub gate {
	my ($options, %of) = @_;
	my @platforms = booting($options, @{$of{platforms}});
	my @kernels = @{$options->{kernels}};
	my @names = folders(@kernels);
	# The same for each, so that they can be compared.
	my $seed = $options->{seed};
	$seed = Run::random_seed() if $seed eq 'random' && $options->{repeat} == 1;
	my @why = map { trouble($options, $_, "$of{build}/probe", @platforms) } @kernels;
	return (grep { $_ ne '' } @why) ? 2 : 0 if $options->{setup_only};
	my $old = $kernels[0]{old};
	# Nothing to compare, or nothing to compare with.
	return 2 if $old && ($why[0] ne '' || !grep { $_ eq '' } @why[1 .. $#why]);
	my $out = Ready::make_out($of{out}, $options->{describe});
	my @folders = map { "$out/$_" } @names;
	# What each one is was found out, and shall not change before the end.
	local $ENV{OFFLINE} = 1;
	my %ended;
	for my $i (0 .. $#kernels) {
		if ($why[$i] ne '') {
			leave_trouble($folders[$i], $why[$i], $options->{configs},
				@platforms);
			$ended{2} = 1;
			next;
		}
		say_line(($i ? "\n" : '') . "== kernel $names[$i]");
		my $status = run($options, $kernels[$i], $folders[$i], $seed, @platforms);
		leave_trouble($folders[$i], "it could not run: exit status $status",
			$options->{configs}, @platforms) if $status > 1;
		$ended{$status} = 1;
	}
	$ended{conclude($options, $of{described}, $out, @names)} = 1;
	# As against a folder, it is the difference that is judged.
	if ($old) {
		delete $ended{1};
		my @new = map { $names[$_] } grep { $why[$_] eq '' } 1 .. $#names;
		$ended{compare($out, $names[0], $_)} = 1 for @new;
	}
	say_line("results are in $out");
	my $other = grep { $_ > 1 } keys %ended;
	return $ended{1} && !($old && $other) ? 1 : $other ? 2 : 0;
}

# Tell what is different on kernel $new; returns the status of that.
sub compare {
	my ($out, $old, $new) = @_;
	say_line("\n$new compared with $old:");
	return Child::run('perl', 'run/compare.pl', "$out/$old", "$out/$new");
}

# The end: what was asked for, of all kernels. Returns the status of what tells it.
sub conclude {
	my ($options, $described, $out, @names) = @_;
	my $status = 0;
	my @folders = map { "$out/$_" } @names;
	my @reports = $options->reports;
	if (@reports) {
		$status = Child::wait_for(Child::start(out => '/dev/null', command =>
			[$^X, 'run/summary.pl', '--quiet', @reports, $out]));
	}
	if ($options->{describe}) {
		$status ||= Child::wait_for(Child::start(out => $described, command =>
			[$^X, 'run/describe.pl', $options->{json} ? '--json' : (), @folders]));
	}
	say_line("\n" . table($out, @names));
	return $status;
}

# --- the table

# A config's cell, of what Cells counts for it.
sub text {
	my ($tests) = @_;
	my %nr = map { $_ => 0 } qw(pass known unexpected fail error skip);
	for my $of (values %{$tests // {}}) {
		$nr{$_} += $of->{$_} for keys %$of;
	}
	my $good = $nr{pass} + $nr{unexpected};
	return 'error' if $nr{error};
	return "$nr{fail} FAILED" if $nr{fail};
	return "$good+$nr{known} known" if $nr{known};
	return "$good passed" if $good;
	return $nr{skip} ? 'skipped' : '-';
}

# A line for each of the folders @names in $out, as many columns side by side as 80
# characters hold.
sub table {
	my ($out, @names) = @_;
	my %cell = map { $_ => Cells::counts("$out/$_") } @names;
	my %columns = map { $_ => 1 } map { keys %$_ } values %cell;
	my @columns = sort keys %columns;
	my $first = (sort { $b <=> $a } map { length } @names, 'kernel')[0];
	my $width = 1 + (sort { $b <=> $a } map { length } @columns, '1000+100 known')[0];
	my $most = int((80 - $first) / $width);
	$most = 1 if $most < 1;
	my @lines;
	while (my @part = splice @columns, 0, $most) {
		push @lines, '' if @lines;
		push @lines, sprintf "%-${first}s" . "%${width}s" x @part, 'kernel', @part;
		for my $name (@names) {
			push @lines, sprintf "%-${first}s" . "%${width}s" x @part, $name,
				map { text($cell{$name}{$_}) } @part;
		}
	}
	return join "\n", @lines, '', 'known: fails as docs/known.tsv says';
}

1;
