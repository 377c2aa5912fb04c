# SPDX-License-Identifier: GPL-2.0-only
#
# Several kernels, or several QEMUs, in one call: each as if it were the only one, in a runner
# of its own, with results in a folder of its own (OUT/6.12, OUT/sid, OUT/bzImage); in the
# end a table. One that cannot be had is an error of each config, and keeps nobody from
# gating the others. With --against KERNEL that one is the first of them, and the end is what
# differs from it on each of the others.
#
# Each of them is a hash of the fields of Options that are its own: kernel, modules, qemu; and
# old is true of that of --against. Kernels.pm and Qemus.pm are the kinds of them.
package Several;
use strict;
use warnings;
use Cells;
use Child;
use Cost;
use Column;
use File::Path qw(make_path);
use Machine;
use Platform;
use Ready;
use Record;
use Run;
use Say;
use Screen;

# The folders of their results: the word, or the file's name.
sub folders {
	my ($kind, @all) = @_;
	my %seen;
	return map {
		my $name = ($_->{$kind->key} // 'default') =~ s!.*/!!r;
		my $n = ++$seen{$name};
		$n > 1 ? "$name-$n" : $name;
	} @all;
}

# Options as they are for one of them.
sub alone {
	my ($options, $one) = @_;
	return { %$options, kernel => undef, modules => undef, %$one };
}

# Why one of them cannot be had; '' if it can, and then it is in the cache.
sub trouble {
	my ($options, $one, $probe, @platforms) = @_;
	my $alone = alone($options, $one);
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
	$why = "--against $one->{kernel}: " . $why =~ s/^--kernel [^ ]*: //r
		if $one->{old} && $status;
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
	my ($options, $one, $folder, $seed, @platforms) = @_;
	my $alone = alone($options, $one);
	my @arguments = (@{$options->{others}}, '--out', $folder, '--seed', $seed,
		map({ ('--platform', $_->{name}) } @platforms),
		map({ ("--$_", $alone->{$_}) } grep { defined $alone->{$_} }
			qw(kernel modules qemu)));
	# What is described is printed when all is known.
	return Child::wait_for(Child::start($options->{describe} ?
		(out => '/dev/null') : (), do => sub {
			chdir $options->{folder} or die "$options->{folder}: $!\n";
			exec $^X, "-I$Platform::top/run", "$Platform::top/run/main.pl",
				@arguments;
		}));
}

# Gate them all. %of: platforms, a list; build, where programs are; out, the folder for
# results, if one is wanted; described, where descriptions go. Returns the status that
# run_tests.sh ends with.
sub gate {
	my ($options, %of) = @_;
	my $kind = $options->{kind};
	my @platforms = $kind->platforms($options, @{$of{platforms}});
	my @all = @{$options->{several}};
	my @names = folders($kind, @all);
	# The same for each, so that they can be compared.
	my $seed = $options->{seed};
	$seed = Run::random_seed() if $seed eq 'random' && $options->{repeat} == 1;
	my @why = map { trouble($options, $_, "$of{build}/probe", @platforms) } @all;
	return (grep { $_ ne '' } @why) ? 2 : 0 if $options->{setup_only};
	my $old = $all[0]{old};
	# Nothing to compare, or nothing to compare with.
	return 2 if $old && ($why[0] ne '' || !grep { $_ eq '' } @why[1 .. $#why]);
	my $out = Ready::make_out($of{out}, $options->{describe});
	my @folders = map { "$out/$_" } @names;
	# What each one is was found out, and shall not change before the end.
	local $ENV{OFFLINE} = 1;
	my %ended;
	for my $i (0 .. $#all) {
		if ($why[$i] ne '') {
			leave_trouble($folders[$i], $why[$i], $options->{configs},
				@platforms);
			$ended{2} = 1;
			next;
		}
		say_line(($i ? "\n" : '') . "== @{[$kind->key]} $names[$i]");
		my $status = run($options, $all[$i], $folders[$i], $seed, @platforms);
		leave_trouble($folders[$i], "it could not run: exit status $status",
			$options->{configs}, @platforms) if $status > 1;
		$ended{$status} = 1;
	}
	$ended{conclude($options, $of{described}, $out, @names)} = 1;
	# As against a folder, it is the difference that is judged.
	if ($old) {
		delete $ended{1};
		my @new = map { $names[$_] } grep { $why[$_] eq '' } 1 .. $#names;
		$ended{compare($options, $out, $names[0], $_)} = 1 for @new;
	}
	say_line("results are in $out");
	my $other = grep { $_ > 1 } keys %ended;
	return $ended{1} && !($old && $other) ? 1 : $other ? 2 : 0;
}

# Tell what is different on kernel $new; returns the status of that.
sub compare {
	my ($options, $out, $old, $new) = @_;
	say_line("\n$new compared with $old:");
	return Child::run('perl', 'run/compare.pl', Cost::words($options), "$out/$old",
		"$out/$new");
}

# The end: what was asked for, of all of them. Returns the status of what tells it.
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
	my $beside = !$options->{cost} ? '' : Cost::beside(Screen::width(),
		map { [$_, Record::load("$out/$_")] } grep { -e "$out/$_/results.json" } @names);
	say_line("$beside\n" . $options->{kind}->table($out, @names));
	return $status;
}

1;
