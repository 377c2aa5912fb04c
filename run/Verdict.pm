# SPDX-License-Identifier: GPL-2.0-only
#
# What a result line that TAP::Parser read means here. The words are the ones of
# README.md; ERROR, TIMEOUT, XFAIL and XPASS are directives of the kernel's, which
# TAP::Parser leaves in the description.
package Verdict;
use strict;
use warnings;

my %ok = (XFAIL => 'known', XPASS => 'unexpected');

# pass, skip, known (a failure that --known expects), unexpected (a pass that
# it does not), fail or error. What is not ok is never good, whatever it is called.
sub of {
	my ($result) = @_;
	return 'skip' if $result->has_skip;
	my ($word) = $result->description =~ /# ([A-Z]+)\b/;
	return $ok{$word // ''} // 'pass' if $result->is_actual_ok;
	return ($word // '') eq 'ERROR' ? 'error' : 'fail';
}

# The name of a case, without such directives.
sub name {
	my ($result) = @_;
	# Test::More puts a dash before the description.
	my $description = $result->description =~ s/^- //r;
	return ((split ' ', $description)[0] // 'case-' . $result->number);
}

sub why {
	my ($result) = @_;
	return $result->explanation if $result->directive;
	return $result->description =~ /# (.*)/ ? $1 : '';
}

1;
