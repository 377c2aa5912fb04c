# SPDX-License-Identifier: GPL-2.0-only
#
# The cases that failed in an earlier run, again.
package Again;
use strict;
use warnings;
use Record;
use Say;

# Choose what failed, or could not be judged, in the record that the options name: the
# patterns, and the platforms and configs where the user names none. A program that broke
# off is run as a whole, and so is all of a platform that did.
sub choose {
	my ($options) = @_;
	refuse('--rerun-failed takes no pattern') if @{$options->{patterns}};
	my $record = Record::load($options->{rerun_failed});
	my %failed = map { $_ => 1 } $options->{strict} ? qw(fail error known) :
		qw(fail error);
	my @cases = grep { $failed{$_->{verdict}} } @{$record->{cases}};
	refuse("nothing failed in $options->{rerun_failed}") if !@cases;
	my %names = map { my $name = $_->{name};
		$name =~ s!(?:-\d+)?/(?:program|kernel-log)\z!!;
		$name => 1 } @cases;
	$options->{patterns} = $names{platform} ? [] : [sort keys %names];
	my $from = sub {
		my ($field) = @_;
		my %seen;
		return [grep { $_ ne '' && !$seen{$_}++ } map { $_->{$field} } @cases];
	};
	$options->{platforms} = $from->('platform') if !@{$options->{platforms}};
	$options->{configs} = $from->('config') if !@{$options->{configs}};
}

1;
