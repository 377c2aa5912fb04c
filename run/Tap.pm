# SPDX-License-Identifier: GPL-2.0-only
#
# Reads what one test program printed, a .tap file, into data.
package Tap;
use strict;
use warnings;
use TAP::Parser;
use Verdict;

# What a program says of itself, in its first lines or its last.
my $fact = qr/^(?!soak: )([a-z][a-z ]*): (.*)/;
my $last_fact = qr/^(memory moved meanwhile): (.*)/;

# A hash of what is in $file:
#   facts    {KEY => VALUE}: where the results were obtained
#   cases    [{name, verdict, words, lines}, ...], in the order of the file: verdict is
#            one of Verdict.pm's, words what stands behind the directive, and lines the
#            diagnostics of the case
#   broken   what is wrong with the file as a whole; '' if nothing is
sub read_file {
	my ($file) = @_;
	my %of = (facts => {}, cases => []);
	my $parser = TAP::Parser->new({ source => $file });
	while (my $result = $parser->next) {
		if ($result->is_test) {
			push @{$of{cases}}, {
				name => Verdict::name($result),
				verdict => Verdict::of($result),
				words => Verdict::why($result), lines => [],
			};
		} elsif ($result->is_comment) {
			# The parser cuts blanks off that mean something.
			my $text = $result->raw =~ s/^# ?//r;
			my $case = $of{cases}[-1];
			if ($text =~ ($case ? $last_fact : $fact)) {
				$of{facts}{$1} = $2;
			} elsif ($case && $text !~ /^soak: /) {
				push @{$case->{lines}}, $text;
			}
		}
	}
	($of{broken}) = ($parser->parse_errors, '');
	return \%of;
}

1;
