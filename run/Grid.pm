# SPDX-License-Identifier: GPL-2.0-only
#
# The table of a run that has more than one column: what came out of each test (a row) in
# each. As many columns side by side as the width holds.
package Grid;
use strict;
use warnings;
use Record;

sub cell {
	my ($of) = @_;
	return '-' if !$of;
	return "ERROR $of->{error}" if $of->{error};
	return "FAIL $of->{fail}" if $of->{fail};
	my @words = (($of->{pass} // 0) + ($of->{unexpected} // 0));
	push @words, "$of->{known}k" if $of->{known};
	push @words, "$of->{skip}s" if $of->{skip};
	return "@words";
}

# The text for a terminal of $width characters; '' if there are no two columns.
sub text {
	my ($record, $width) = @_;
	my %names = Record::names($record);
	return '' if keys %names < 2;
	my %cell;
	for (@{$record->{cases}}) {
		my $test = $_->{name} =~ s!/.*!!r;
		next if $test eq 'platform';
		$cell{$test}{$names{"$_->{platform} $_->{config}"}}{$_->{verdict}}++;
	}
	# Cells of ten characters, and of a name its platform above its config.
	my @columns = sort values %names;
	my @tests = sort keys %cell;
	my $first = (sort { $b <=> $a } map { length } @tests, 'passed')[0];
	my $most = int(($width - $first) / 11);
	$most = 1 if $most < 1;
	my $text = "\n";
	while (my @part = splice @columns, 0, $most) {
		for my $line (0, 1) {
			my @names = map { (split /-/, $_, 2)[$line] // '' } @part;
			$text .= sprintf "%-*s%s\n", $first, $line ? 'passed' : '',
				join '', map { sprintf ' %10s', $_ } @names;
		}
		for my $test (@tests) {
			$text .= sprintf "%-*s%s\n", $first, $test, join '',
				map { sprintf ' %10s', cell($cell{$test}{$_}) } @part;
		}
		$text .= "\n";
	}
	return $text .
		"k: failed as is known; s: skipped; -: did not run\n\n";
}

1;
