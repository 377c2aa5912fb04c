# SPDX-License-Identifier: GPL-2.0-only
#
# What cases of test rate measured, from the notes that tests/rate.c leaves, as data.
package Measured;
use strict;
use warnings;
use Record;

# A note about a window as {pages, mib_per_s, harvest_us}; nothing for another note.
sub window {
	my ($note) = @_;
	my ($pages, $mib, $us) = $note =~
		m!^window \d+: (\d+) pages in .* ([\d.]+) MiB/s;.* harvest (\d+) us\z! or return;
	return { pages => $pages + 0, mib_per_s => $mib + 0, harvest_us => $us + 0 };
}

# The measurements of the first run, a list for each column of a record that has some:
#   [{column, cases => [{name, collector, windows}, ...]}, ...]
# of a case rate/NAME@COLLECTOR, and windows in the order of time.
sub of {
	my ($record) = @_;
	my %name = Record::names($record);
	my %of;
	for my $case (@{$record->{cases}}) {
		my ($name, $collector) = $case->{name} =~ m!^rate/(.+)@([^,]+)! or next;
		my @windows = map { window($_) } @{$case->{notes} // []} or next;
		push @{$of{$name{"$case->{platform} $case->{config}"}}},
			{ name => $name, collector => $collector, windows => \@windows }
			if $case->{run} == 1;
	}
	return map { { column => $_, cases => $of{$_} } } sort keys %of;
}

# What of() says of one column as panels for Plots.pm: the rate of each window by case, and
# what a harvest took by the pages that it found.
sub panels {
	my ($of) = @_;
	my (%names, @harvests);
	for my $case (@{$of->{cases}}) {
		my ($at, @windows) = (0, @{$case->{windows}});
		push @{$names{$case->{name}}}, { key => $case->{collector},
			points => [map { [++$at, $_->{mib_per_s}] } @windows] };
		push @harvests, { key => $case->{collector},
			points => [map { [1 + $_->{pages}, 1 + $_->{harvest_us}] } @windows] };
	}
	return (map({ { title => "$_: MiB/s by window", curves => $names{$_} } }
		sort keys %names),
		{ title => 'us of a harvest by pages (both counted from 1)', log => 1, dots => 1,
			wide => 1, curves => \@harvests });
}

1;
