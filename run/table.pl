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
use TAP::Parser;
use Verdict;

my ($dir) = @ARGV;
my (%cell, %tests, %columns);
for my $file (glob join ' ', map { "\Q$dir\E/$_*.tap" } qw(*/ */*/ */*/*/)) {
	my ($column, $test) = $file =~ m!^\Q$dir\E/([^/]+)/.*?([^/]+)\.tap$!;
	my $parser = TAP::Parser->new({ source => $file });
	my $of = $cell{$test}{$column} //= {};
	$tests{$test} = $columns{$column} = 1;
	while (my $result = $parser->next) {
		$of->{Verdict::of($result)}++ if $result->is_test;
	}
	$of->{error}++ if $parser->parse_errors;
}
exit if keys %columns < 2;

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
my @columns = sort keys %columns;
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
			map { sprintf ' %10s', text($cell{$test}{$_}) } @part;
	}
	print "\n";
}
print "k: failed as --known expects; s: skipped; -: did not run\n\n";
