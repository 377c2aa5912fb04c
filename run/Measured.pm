# SPDX-License-Identifier: GPL-2.0-only
#
# What cases of test rate measured, from the notes that tests/rate.c leaves, as data.
package Measured;
use strict;
use warnings;

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
	my %name = map { ("$_->{platform} $_->{config}" => $_->{name}) } @{$record->{columns}};
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

1;
