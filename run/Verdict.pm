# SPDX-License-Identifier: GPL-2.0-only
#
# What a result line that TAP::Parser read means here. The words are the ones of
# README.md; ERROR and TIMEOUT are directives of ours, which TAP::Parser leaves
# in the description.
package Verdict;
use strict;
use warnings;

# pass, skip, known (a failure that --known expects), unexpected (a pass that
# it does not), fail or error.
sub of {
	my ($result) = @_;
	return 'skip' if $result->has_skip;
	if ($result->has_todo) {
		return $result->is_actual_ok ? 'unexpected' : 'known';
	}
	return 'pass' if $result->is_ok;
	return $result->description =~ /# ERROR\b/ ? 'error' : 'fail';
}

# The name of a case, without the directives that are ours.
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
