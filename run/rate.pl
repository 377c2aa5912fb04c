#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# rate.pl DIR COMMAND...: run COMMAND, which is build/ARCH/rate (the head of
# host/rate.c says what it prints), show what comes while it runs and a table at
# its end, and leave the figures in DIR: NAME.csv, NAME.gp for gnuplot and, where
# there is a gnuplot, NAME.svg; NAME is rate or cost. Exit status: 0, 1 if a
# window was measured wrong, 2 if something could not be measured.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Output;

my ($dir, @command) = @ARGV;
@command or die "usage: rate.pl DIR COMMAND...\n";
$| = 1;
my ($page_bytes, @windows, @costs);

sub mib_per_s {
	my ($pages, $ns) = @_;
	return $ns ? $pages * $page_bytes / 2**20 / ($ns / 1e9) : 0;
}

sub window {
	my %w;
	@w{qw(number granted measured missed spurious entries ns stretched
		harvest_ns vcpus)} = @_;
	$w{$_} = mib_per_s($w{$_ =~ s/_mib//r}, $w{ns})
		for 'granted_mib', 'measured_mib';
	printf "%6s %8s %8s %10s %10s\n", 'window', 'granted', 'measured',
		'MiB/s', 'ms' if !@windows;
	push @windows, \%w;
	printf "%6d %8d %8d %10.2f %10.2f%s%s%s\n",
		@w{qw(number granted measured measured_mib)}, $w{ns} / 1e6,
		$w{stretched} ? '  stretched' : '',
		$w{missed} ? "  MISSED $w{missed}" : '',
		$w{spurious} ? "  TOO MANY $w{spurious}" : '';
}

my %on = (
	host => sub {
		(undef, undef, undef, $page_bytes) = @_;
		print join(' ', "KVM $_[0], backend", grep { length } @_[1, 2]),
			"\n";
	},
	window => \&window,
	cost => sub {
		my %c;
		@c{qw(collector stores pages guest_ns harvest_ns)} = @_;
		printf "%-13s %5d stores to %4d pages: %9.1f us, harvest %7.1f us\n",
			@c{qw(collector stores pages)}, $c{guest_ns} / 1e3,
			$c{harvest_ns} / 1e3;
		push @costs, \%c;
	},
	skip => sub { print "$_[0] is left out: $_[1]\n" },
	error => sub { print STDERR "$_[0]: $_[1]\n" },
);

sub at {
	my ($share, @sorted) = @_;
	return $sorted[int($share * @sorted)] // $sorted[-1];
}

sub leave {
	my ($name, $columns, $rows, $plot) = @_;
	my $base = "$dir/$name";
	open my $csv, '>', "$base.csv" or die "$base.csv: $!\n";
	print $csv join(',', @$columns), "\n";
	print $csv join(',', @$_), "\n" for @$rows;
	close $csv or die "$base.csv: $!\n";
	open my $gp, '>', "$base.gp" or die "$base.gp: $!\n";
	print $gp "set terminal svg size 900,500 background 'white'\n",
		"set output '$name.svg'\nset datafile separator ','\n",
		"set key outside top center horizontal\nset grid y\n", $plot;
	close $gp or die "$base.gp: $!\n";
	my $none = system("cd '$dir' && command -v gnuplot >/dev/null");
	die "gnuplot does not take $base.gp\n"
		if !$none && system("cd '$dir' && gnuplot $name.gp");
	print "\nfigures are in $base.csv, ", $none ?
		"a plot for gnuplot in $base.gp" : "a plot in $base.svg", "\n";
}

sub rates {
	my @rate = sort { $a <=> $b } map { $_->{measured_mib} } @windows;
	my @harvest = sort { $a <=> $b } map { $_->{harvest_ns} / 1e3 } @windows;
	my ($pages, $granted, $ns, $wrong) = (0) x 4;
	for (@windows) {
		$pages += $_->{measured};
		$granted += $_->{granted};
		$ns += $_->{ns};
		$wrong += $_->{missed} + $_->{spurious};
	}
	printf "\n%-28s %12s\n", "of @{[scalar @windows]} windows", '';
	printf "%-28s %12d\n", 'pages granted', $granted;
	printf "%-28s %12d\n", 'pages measured', $pages;
	printf "%-28s %12d\n", 'pages measured wrong', $wrong;
	printf "%-28s %12d\n", 'windows that were stretched',
		scalar grep { $_->{stretched} } @windows;
	printf "%-28s %12.2f\n", 'MiB/s over all', mib_per_s($pages, $ns);
	printf "%-28s %12.2f\n", 'MiB/s, slowest window', $rate[0];
	printf "%-28s %12.2f\n", 'MiB/s, fastest window', $rate[-1];
	printf "%-28s %12.1f\n", 'us of a harvest, half', at(0.5, @harvest);
	printf "%-28s %12.1f\n", 'us of a harvest, at most', $harvest[-1];

	my $at = 0;
	my @rows = map {
		my $begin = $at;
		$at += $_->{ns} / 1e9;
		my @vcpus = split /,/, $_->{vcpus};
		[$_->{number}, sprintf('%.6f', $begin), @$_{qw(granted measured)},
			sprintf('%.3f', $_->{granted_mib}),
			sprintf('%.3f', $_->{measured_mib}),
			@$_{qw(missed spurious entries ns stretched harvest_ns)},
			@vcpus]
	} @windows;
	my $nr = split /,/, $windows[0]{vcpus};
	leave('rate', [qw(window begin_s granted measured granted_mib_per_s
		measured_mib_per_s missed spurious entries length_ns stretched
		harvest_ns), map { "vcpu$_" } 0 .. $nr - 1], \@rows,
		"set xlabel 'seconds'\nset ylabel 'MiB/s'\nset yrange [0:*]\n" .
		"plot 'rate.csv' skip 1 using 2:5 with steps lw 4 lc rgb 'gray' title 'granted', " .
		"'' skip 1 using 2:6 with steps lw 1.5 lc rgb 'blue' title 'measured'\n");
}

sub costs {
	my (%guest, %harvest, @collectors, @pages);
	for (@costs) {
		my ($c, $p) = @$_{qw(collector pages)};
		push @collectors, $c if !$guest{$c};
		push @pages, $p if $c eq 'none';
		$guest{$c}{$p} = $_->{guest_ns};
		$harvest{$c}{$p} = $_->{harvest_ns};
	}
	shift @collectors;
	my $stores = $costs[0]{stores};
	printf "\nHow much longer the guest takes than without logging, in %%, for $stores\n" .
		"stores that dirty so many pages; and the us of the harvest after them.\n\n";
	printf "%-13s", 'collector';
	printf " %14s", "$_ pages" for @pages;
	print "\n";
	my @rows;
	for my $c (@collectors) {
		printf "%-13s", $c;
		for my $p (@pages) {
			my $more = 100 * ($guest{$c}{$p} / $guest{none}{$p} - 1);
			printf " %6.1f %7.1f", $more, $harvest{$c}{$p} / 1e3;
			push @rows, [$c, $stores, $p, $guest{none}{$p},
				$guest{$c}{$p}, sprintf('%.2f', $more),
				$harvest{$c}{$p}, sprintf('%.3f',
				mib_per_s($p, $guest{$c}{$p}))];
		}
		print "\n";
	}
	my $plots = join ", ", map {
		"'< grep ^$_, cost.csv' using 3:6 with linespoints title '$_'"
	} @collectors;
	leave('cost', [qw(collector stores pages guest_ns_without guest_ns
		slower_percent harvest_ns dirty_mib_per_s)], \@rows,
		"set logscale x 2\nset xlabel 'pages dirtied by $stores stores'\n" .
		"set ylabel '% slower than without logging'\nplot $plots\n");
}

open my $from, '-|', @command or die "$command[0]: $!\n";
while (<$from>) {
	chomp;
	my ($what, @values) = split /\t/, $_, -1;
	if ($on{$what}) {
		$on{$what}->(@values);
	} else {
		print "$_\n";
	}
}
close $from;
my $status = $? >> 8 || ($? ? 2 : 0);
rates() if @windows;
costs() if grep { $_->{collector} ne 'none' } @costs;
exit $status;
