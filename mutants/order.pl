#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# order.pl [--check]: makes run/order.tsv of mutants/kills.tsv, run/cost.tsv and what the
# tests say of clauses: the cases that together kill each mutant that is known to be
# killed, and check each clause that a case checks; and in which order they run.
# With --check prints what is wrong, a line each, and nothing if all is well.
# With --blind counts the mutants that the first cases would kill if no mutant were known.
# Of a case that no mutant was run on, nothing is known.
# order.pl --cost RESULTS: run/cost.tsv, made of the times of a run on platform svm.
#
# The first cases are a set cover. The next one is always the one that kills most
# mutants, each on each platform, that none before it kills for each second, where the
# first case of a program costs the program's start, too. What is not needed any more in
# the end is left out. The same is done for the clauses that are left. Time that is left
# goes to rows of tests that none of these is of. Then programs come in the order of what
# they kill for each second.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../run";
use Getopt::Long;
use Kills;
use Mutant;
use Order;
use Platform;
use Output;
use Say;

my %opt;
GetOptions(\%opt, 'check', 'cost', 'blind') or exit 2;
my $budget_s = 25;	# of platform svm, for all first cases
chdir "$FindBin::Bin/.." or refuse("$FindBin::Bin/..: $!");

# --- what it costs

# The lines of a run, whose boots may have shared the jobs.
sub print_costs {
	my ($dir) = @_;
	my %seconds;
	for my $file (grep { -e } glob "\Q$dir\E/svm-default/{,part-*/}times.tsv") {
		$seconds{$_->[0]} += $_->[1] for Order::table($file);
	}
	refuse("there are no times of platform svm in $dir") if !%seconds;
	print "# The seconds that each case takes on platform svm, and each program without",
		" its\n# cases. Made by mutants/order.pl --cost; see docs/quick.md.\n",
		map { sprintf "%s\t%.2f\n", $_, $seconds{$_} } sort keys %seconds;
	exit 0;
}
print_costs(@ARGV) if $opt{cost};

# --- the order

my %cost = map { ($_->[0] => $_->[1]) } Order::table('run/cost.tsv');
my %mutants = map { $_->{name} => $_ } Mutant::find();
# case => "MUTANT on PLATFORM" => 1, and the other way round: what kills a bug on one
# platform need not do so on another. And mutant => 1.
my (%kills, %killed, %known);
for (Kills::all()) {
	my ($mutant, $place, $case) = @$_;
	my ($platform, $config) = split /-/, $place, 2;
	# A kill counts where the mutant is looked for.
	next if !$mutants{$mutant} ||
		!grep { $_ eq $config } $mutants{$mutant}->configs($platform);
	my $bug = "$mutant on $platform";
	$kills{$case}{$bug} = $killed{$bug}{$case} = $known{$mutant} = 1;
}

sub program {
	my ($case) = @_;
	return $case =~ s!/.*!!r;
}

my %checks;	# case => clause => 1
my %by;		# test, or test/case => cases
for my $case (grep { m!/! } keys %cost) {
	push @{$by{$_}}, $case for program($case), $case =~ s/@.*//r;
}
for (`perl selftest/coverage.pl --who`) {
	my ($clause, $who) = /^(\S+)\t(\S+)$/ or refuse("coverage.pl says: $_");
	$checks{$_}{$clause} = 1 for @{$by{$who}};
}

# A case that svm does not have takes as long as most that it has. The clock is no finer
# than 10 ms.
sub seconds {
	my ($name) = @_;
	my $seconds = $cost{$name} // 0.1;
	return $seconds > 0.01 ? $seconds : 0.01;
}

# What of %$what, CASE => {...}, these cases have that is not in %$done.
sub new_of {
	my ($what, $done, @cases) = @_;
	my %new = map { $_ => 1 } grep { !$done->{$_} } map { keys %{$what->{$_}} } @cases;
	return keys %new;
}

# The one of @names for which $rate->(NAME) is highest, the first of equals.
sub best {
	my ($rate, @names) = @_;
	my %rate = map { $_ => $rate->($_) } @names;
	my ($best) = sort { $rate{$b} <=> $rate{$a} || $a cmp $b } @names;
	return ($best, $rate{$best});
}

# The cases @first and more, which together have all of %$what.
sub cover {
	my ($what, @first) = @_;
	my %begun = map { program($_) => 1 } @first;
	my %done = map { $_ => 1 } map { keys %{$what->{$_}} } @first;
	my @more;
	while (%$what) {
		my ($case, $rate) = best(sub {
			new_of($what, \%done, $_[0]) / (seconds($_[0]) +
				($begun{program($_[0])} ? 0 : seconds(program($_[0]))));
		}, keys %$what);
		last if !$rate;
		push @more, $case;
		$done{$_} = 1 for keys %{$what->{$case}};
		$begun{program($case)} = 1;
	}
	my @dear = sort { seconds($b) <=> seconds($a) || $a cmp $b } @more;
	for my $case (@dear) {
		my %others = map { $_ => 1 } map { keys %{$what->{$_}} }
			grep { $_ ne $case } @first, @more;
		@more = grep { $_ ne $case } @more
			if !new_of($what, \%others, $case);
	}
	return (@first, @more);
}

# The cases @first, and of the rows in the tables of tests that none of them is of the
# cheapest case each, the cheap rows first, as many as fit. They are for the bugs that
# nobody has thought of. What checks the gate itself finds none.
sub with_rows {
	my (@first) = @_;
	my %row = map { s/@.*//r => 1 } @first;
	my %begun = map { program($_) => 1 } @first;
	my $sum = 0;
	$sum += seconds($_) for @first, sort keys %begun;
	for my $case (sort { seconds($a) <=> seconds($b) || $a cmp $b }
			grep { m!/! && !m!^faults/! } keys %cost) {
		next if $row{$case =~ s/@.*//r}++;
		$sum += seconds($case) + ($begun{program($case)}++ ? 0 :
			seconds(program($case)));
		last if $sum > $budget_s;
		push @first, $case;
	}
	return @first;
}

# The first cases for kills like those of %$kills.
sub first_cases {
	my ($kills) = @_;
	return with_rows(cover(\%checks, cover($kills)));
}

# The lines of the first cases: programs by what they kill, and so the cases of each.
sub first_lines {
	my (%of, %done, @lines);
	push @{$of{program($_)}}, $_ for first_cases(\%kills);
	my $rate = sub {
		my ($seconds, @cases) = @_;
		$seconds += seconds($_) for @cases;
		return (1e-3 + new_of(\%kills, \%done, @cases)) / $seconds;
	};
	while (%of) {
		my ($program) = best(sub { $rate->(seconds($_[0]), @{$of{$_[0]}}) },
			keys %of);
		my @cases = @{delete $of{$program}};
		while (@cases) {
			my ($case) = best(sub { $rate->(0, $_[0]) }, @cases);
			push @lines, sprintf "%s\t%d\t%.2f\n", $case,
				scalar new_of(\%kills, \%done, $case), seconds($case);
			$done{$_} = 1 for keys %{$kills{$case}};
			@cases = grep { $_ ne $case } @cases;
		}
	}
	return @lines;
}

# The programs, by what the rest of each is known to kill for each second, and then the
# short ones first.
sub rest_lines {
	my %first = map { $_ => 1 } @_;
	my (%seconds, %rate);
	for (grep { m!/! && !$first{$_} } sort keys %cost) {
		$seconds{program($_)} += seconds($_);
	}
	for my $program (keys %seconds) {
		my @cases = grep { program($_) eq $program && !$first{$_} } keys %kills;
		$rate{$program} = new_of(\%kills, {}, @cases) / $seconds{$program};
	}
	return map { "$_\n" } sort { $rate{$b} <=> $rate{$a} ||
		$seconds{$a} <=> $seconds{$b} || $a cmp $b } keys %seconds;
}

sub print_blind {
	my @first = first_cases({});
	my @missed = grep {
		my $by = $killed{$_};
		!grep { $by->{$_} } @first;
	} sort keys %killed;
	printf "%d of %d mutants; not: %s\n", keys(%killed) - @missed,
		scalar keys %killed, "@missed";
	exit 0;
}
print_blind() if $opt{blind};

my @first = first_lines();
my $text = join '', "# What runs first, and what comes then. Made by `make order`; run/Order.pm says",
	" what\n# the lines mean.\n", @first, rest_lines(map { /^(\S+)/ } @first);
if (!$opt{check}) {
	open my $to, '>', 'run/order.tsv.new' or refuse("run/order.tsv.new: $!");
	print $to $text;
	close $to && rename 'run/order.tsv.new', 'run/order.tsv' or
		refuse("run/order.tsv: $!");
	exit 0;
}

# --- or what is wrong

my @wrong;
open my $from, '<', 'run/order.tsv' or refuse("run/order.tsv: $!");
push @wrong, 'run/order.tsv is stale: make order'
	if do { local $/; <$from> } ne $text;
for my $name (sort keys %mutants) {
	push @wrong, "no kill of mutant $name is known: run_tests.sh --mutants --kills $name"
		if !$known{$name} && !defined $mutants{$name}{equivalent};
}
my %unknown = map { $_->[0] => 1 } grep { !$mutants{$_->[0]} } Kills::all();
push @wrong, map { "$Kills::file knows mutant $_, which there is not" } sort keys %unknown;
# Where the programs are built, the cases that a platform of theirs has killed with.
my %listed;
for (sort { $a->[2] cmp $b->[2] } Kills::all()) {
	my (undef, $place, $case) = @$_;
	my $arch = $place =~ /^arm64/ ? 'arm64' : 'x86';
	my $program = "build/$arch/tests/" . program($case);
	next if $arch ne $Platform::native || !-d "build/$arch/tests";
	$listed{$program} //= { map { s/\n//r => 1 } `$program -l 2>/dev/null` };
	push @wrong, "$Kills::file knows case $case, which there is not"
		if !$listed{$program}{$case}++;
}
print map { "$_\n" } @wrong;
