# SPDX-License-Identifier: GPL-2.0-only
#
# How many cases of each test had which verdict in each column of a folder of results,
# for tables of them.
package Cells;
use strict;
use warnings;
use TAP::Parser;
use Verdict;

# Of the folder $dir: column => test => verdict => number. A file that is broken has an
# error.
sub counts {
	my ($dir) = @_;
	my %cell;
	for my $file (glob join ' ', map { "\Q$dir\E/$_*.tap" } qw(*/ */*/ */*/*/)) {
		my ($column, $test) = $file =~ m!^\Q$dir\E/([^/]+)/.*?([^/]+)\.tap$!;
		my $parser = TAP::Parser->new({ source => $file });
		my $of = $cell{$column}{$test} //= {};
		while (my $result = $parser->next) {
			$of->{Verdict::of($result)}++ if $result->is_test;
		}
		$of->{error}++ if $parser->parse_errors;
	}
	return \%cell;
}

1;
