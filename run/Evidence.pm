# SPDX-License-Identifier: GPL-2.0-only
#
# What the lines that come with a verdict say (verdict/report.c,
# host/round/round_judge.c), as data.
package Evidence;
use strict;
use warnings;

# How the text calls a set of pages, and what it is for whoever migrates.
my %kind = ('missed' => 'missed', 'written and lost' => 'missed',
	'copied wrong' => 'missed', 'spurious' => 'spurious');

# "0 63-64 (word edge) 511 and 2 more ranges (9 pages)" as [[0, 0], [63, 64], [511, 511]]:
# the ranges that it names, ten at most.
sub ranges {
	my ($text) = @_;
	$text =~ s/ and \d+ more range.*//;
	$text =~ s/\([^)]*\)//g;
	return [map { /^(\d+)-(\d+)\z/ ? [$1 + 0, $2 + 0] : [$_ + 0, $_ + 0] }
		split ' ', $text];
}

# Of a case's lines a hash:
#   ms         the milliseconds that it took; clauses, a list; finding, its number;
#   title, that of the finding; replay     the command that fails again
#   costs      [{x, what, least, half, most}, ...]: what a step about x pages, calls, ... has
#              taken (host/cost/measure.h)
#   lines      all others
#   missed     [{slot, pages, ranges}, ...]: the pages that were written and not reported,
#   spurious   and the other way round
#   stores     [{page, what}, ...]: what some of them were written by last
# A key is there if something is said of it.
sub of {
	my (@lines) = @_;
	my %of;
	for (@lines) {
		if (/^duration: (\d+) ms\z/) {
			$of{ms} = $1 + 0;
		} elsif (/^clauses: (.*)/) {
			$of{clauses} = [split ' ', $1];
		} elsif (/^known finding (\S+): (.*)/) {
			@of{qw(finding title)} = ($1, $2);
		} elsif (/^replay: (.*)/) {
			$of{replay} = $1;
		} elsif (/^cost: (\d+) (.+) took (\d+), (\d+), (\d+)\z/) {
			push @{$of{costs}}, { x => $1 + 0, what => $2, least => $3 + 0,
				half => $4 + 0, most => $5 + 0 };
			next;
		} else {
			push @{$of{lines}}, $_;
		}
		if (/^slot (\d+): ([a-z ]+?) (\d+) pages?(?::(.*))?\z/ && $kind{$2}) {
			push @{$of{$kind{$2}}}, { slot => $1 + 0, pages => $3 + 0,
				ranges => ranges($4 // '') };
		} elsif (/^ +page (\d+): (.+)/) {
			push @{$of{stores}}, { page => $1 + 0, what => $2 };
		}
	}
	return \%of;
}

1;
