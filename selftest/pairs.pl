#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# pairs.pl [--check] [LIST...]: which values of two and of three dimensions meet in a case
# of the tests whose rows are made for that (host/scene/pairwise.h).  Reads the cases'
# names and nothing of the generator.  LIST is what a test program prints for -l; without
# one, those of build/x86 are asked.  Prints docs/combinations.md.  With --check prints TAP:
# whether that page is what would be printed, and whether a pair that is lost would be seen.
use strict;
use warnings;
use FindBin;

chdir "$FindBin::Bin/.." or die "$0: $!\n";
my $check = @ARGV && $ARGV[0] eq '--check' && shift;
my $page = 'docs/combinations.md';

# What a row's name says: dimensions in order, and a pattern with a group for each.
my %tests = (
	combinations => {
		dims => [qw(storer event instructions start layout collector backing)],
		name => qr/^\d+-([a-z]+)-([a-z]+)-([a-z]+)-([a-z]+)(?:-([a-z]+))?
			   @([a-z+-]+)(?:,(\w+))?$/x,
		default => { layout => 'alone', backing => 'anon' },
	},
	geometry => {
		dims => [qw(start base end memory neighbour collector backing)],
		name => qr/^\d+-([a-z]+)-from-(\d+)-to-(\d+)-(congruent|page-off|word-off)
			   (?:-(shared))?@([a-z+-]+)(?:,(\w+))?$/x,
		default => { neighbour => 'none', backing => 'anon' },
	},
);

# The rows of a test: a value for each dimension.
sub rows_of {
	my ($test, @lines) = @_;
	my ($dims, $name, $default) = @{$tests{$test}}{qw(dims name default)};
	my @rows;
	for (@lines) {
		my ($case) = m!^\Q$test\E/(\S+)! or next;
		my @value = $case =~ $name or next;
		push @rows, { map { $dims->[$_] => $value[$_] //
			$default->{$dims->[$_]} } 0 .. $#$dims };
	}
	return @rows;
}

sub values_of {
	my ($dim, @rows) = @_;
	my %seen = map { $_->{$dim} => 1 } @rows;
	return sort { $a =~ /^\d+$/ && $b =~ /^\d+$/ ? $a <=> $b : $a cmp $b } keys %seen;
}

# All ways to choose @$n of a list.
sub choose {
	my ($n, @from) = @_;
	return [] if !$n;
	return () if @from < $n;
	my $first = shift @from;
	return ((map { [$first, @$_] } choose($n - 1, @from)), choose($n, @from));
}

sub product {
	my ($first, @rest) = @_;
	return [] if !$first;
	my @tails = product(@rest);
	return map { my $v = $_; map { [$v, @$_] } @tails } @$first;
}

# How many values of these dimensions meet, how many could, and those that do not.
sub meet {
	my ($dims, @rows) = @_;
	my %met = map { my $row = $_; join("\t", map { $row->{$_} } @$dims) => 1 } @rows;
	my @all = product(map { [values_of($_, @rows)] } @$dims);
	my @never = grep { !$met{join "\t", @$_} } @all;
	return (@all - @never, scalar @all, @never);
}

sub section {
	my ($test, @rows) = @_;
	my @dims = @{$tests{$test}{dims}};
	my ($met, $all) = (0, 0);
	my $text = "\n## $test: ${\ scalar @rows} cases\n\n| dimension | values |\n|---|---|\n";
	my @never;

	$text .= "| $_ | ${\ join ', ', values_of($_, @rows)} |\n" for @dims;
	for my $pair (choose(2, @dims)) {
		my ($m, $n, @lacks) = meet($pair, @rows);
		my %lacks;
		$met += $m;
		$all += $n;
		push @{$lacks{$_->[0]}}, $_->[1] for @lacks;
		push @never, map { "| $pair->[0] $_ | $pair->[1] ${\ join ', ', @{$lacks{$_}}} |\n" }
			sort keys %lacks;
	}
	$text .= "\nPairs: $met of $all meet.\n";
	$text .= join '', "\nThese never meet:\n\n| one | another |\n|---|---|\n", @never if @never;
	$text .= "\n| three dimensions | meet | of |\n|---|---:|---:|\n";
	for my $three (choose(3, @dims)) {
		my ($m, $n) = meet($three, @rows);
		$text .= "| ${\ join ', ', @$three} | $m | $n |\n";
	}
	return $text;
}

sub whole {
	my (@lines) = @_;
	my $text = <<'END';
# Which combinations are covered

For whoever asks whether two things were ever tried together. Bugs are often where two
features meet, so some tests have rows that are made to cover all pairs of what they
vary, and some threes ([host/scene/pairwise.h](../host/scene/pairwise.h)). What never
meets is in a table of the test, with the reason. This page is made by `make pairs` from
the names of the cases on x86; `make check` sees to it that it is up to date.
END
	$text .= section($_, rows_of($_, @lines)) for sort keys %tests;
	return $text;
}

sub listed {
	my (@lists) = @_;
	return map { open my $from, '<', $_ or die "$0: $_: $!\n"; <$from> } @lists if @lists;
	return map { my @said = `build/x86/tests/$_ -l`; die "$0: $_ -l failed\n" if $?; @said }
		sort keys %tests;
}

my @lines = listed(@ARGV);
if (!$check) {
	print whole(@lines);
	exit;
}
open my $from, '<', $page or die "$0: $page: $!\n";
my $is = do { local $/; <$from> };
my @less = grep { !m!^combinations/.*-nested-.*\@clear-init! } @lines;
my @results = (
	[$is eq whole(@lines), "page-is-up-to-date", "make pairs writes $page anew"],
	[@less < @lines && $is ne whole(@less), 'a-lost-pair-is-seen', ''],
);
print "KTAP version 1\n1..2\n";
for my $i (0 .. $#results) {
	my ($well, $what, $how) = @{$results[$i]};
	print "# $how\n" if !$well && $how;
	print $well ? '' : 'not ', 'ok ', $i + 1, " pairs/$what\n";
}
exit !!grep { !$_->[0] } @results;
