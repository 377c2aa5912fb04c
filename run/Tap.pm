# SPDX-License-Identifier: GPL-2.0-only
#
# Reads what one test program printed, a .tap file, into data.
package Tap;
use strict;
use warnings;
use TAP::Parser;
use Verdict;

# What a program says of itself, before the plan or behind the last result.
my $fact = qr/^([a-z][a-z ]*): (.*)/;

# A hash of what is in $file:
#   facts    {KEY => VALUE}: where the results were obtained
#   cases    [{name, verdict, words, lines}, ...], in the order of the file: verdict is
#            one of Verdict.pm's, words what stands behind the directive, and lines the
#            diagnostics of the case, which come before its result
#   broken   what is wrong with the file as a whole; '' if nothing is
sub read_file {
	my ($file) = @_;
	my %of = (facts => {}, cases => []);
	my @said;
	my $facts = sub { $_ =~ $fact and $of{facts}{$1} = $2 for splice @said };
	my $parser = TAP::Parser->new({ source => $file });
	while (my $result = $parser->next) {
		if ($result->is_plan) {
			$facts->();
		} elsif ($result->is_test) {
			push @{$of{cases}}, {
				name => Verdict::name($result),
				verdict => Verdict::of($result),
				words => Verdict::why($result), lines => [splice @said],
			};
		} elsif ($result->is_comment) {
			# The parser cuts blanks off that mean something.
			my $text = $result->raw =~ s/^# ?//r;
			push @said, $text if $text !~ /^soak: /;
		}
	}
	$facts->();
	($of{broken}) = ($parser->parse_errors, '');
	return \%of;
}

1;
