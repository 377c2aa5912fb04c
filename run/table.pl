#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# table.pl DIR: what came out of each test (a row) in each column of DIR, a
# folder of results, if it has more than one. As many columns side by side as 80
# characters hold.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Cells;

my ($dir) = @ARGV;
my %cell = %{Cells::counts($dir)};
my %tests = map { $_ => 1 } map { keys %$_ } values %cell;
exit if keys %cell < 2;

sub text {
	my ($of) = @_;
	return '-' if !$of || !%$of;
	return "ERROR $of->{error}" if $of->{error};
	return "FAIL $of->{fail}" if $of->{fail};
	my @words = (($of->{pass} // 0) + ($of->{unexpected} // 0));
	push @words, "$of->{known}k" if $of->{known};
	push @words, "$of->{skip}s" if $of->{skip};
	return "@words";
}

print "\n";
# Cells of ten characters, and of a name its platform above its config.
my @columns = sort keys %cell;
my @tests = sort keys %tests;
my $width = (sort { $b <=> $a } map { length } @tests, 'passed')[0];
my $most = int((80 - $width) / 11);
while (my @part = splice @columns, 0, $most) {
	for my $line (0, 1) {
		my @names = map { (split /-/, $_, 2)[$line] // '' } @part;
		printf "%-*s%s\n", $width, $line ? 'passed' : '',
			join '', map { sprintf ' %10s', $_ } @names;
	}
	for my $test (@tests) {
		printf "%-*s%s\n", $width, $test, join '',
			map { sprintf ' %10s', text($cell{$_}{$test}) } @part;
	}
	print "\n";
}
print "k: failed as --known expects; s: skipped; -: did not run\n\n";
