# SPDX-License-Identifier: GPL-2.0-only
#
# Plots as SVG by gnuplot, three in a row. Lines and letters are grey, which can be read on
# white and on black.
package Plots;
use strict;
use warnings;
use File::Temp;

my @colours = qw(0072b2 d55e00 009e73 cc79a7 8c6d31 56b4e9 7f7f7f);

# A string of gnuplot's.
sub string {
	my ($text) = @_;
	return "'" . $text =~ s/'/''/gr . "'";
}

# A block for each curve, in the order of the panels; gnuplot counts blocks.
sub data {
	my (@panels) = @_;
	return join "\n\n\n", map {
		join "\n", map { "@$_" } @{$_->{points}};
	} map { @{$_->{curves}} } @panels;
}

# Where a logarithmic axis begins: the power of ten below all numbers that are at least 1.
sub begin {
	my (@numbers) = @_;
	my ($least) = sort { $a <=> $b } grep { $_ >= 1 } @numbers;
	return 10 ** int(log($least // 1) / log(10) + 1e-9);
}

# The commands for a panel's axes.
sub axes {
	my ($panel) = @_;
	my @points = map { @{$_->{points}} } @{$panel->{curves}};
	if (!$panel->{log}) {
		my $end = (grep { $_->[1] } @points) ? '*' : 1;
		return "unset logscale\nset xrange [0.5:*]\nset yrange [0:$end]\n";
	}
	my $x = 0.9 * begin(map { $_->[0] } @points);
	my $y = 0.9 * begin(map { $_->[1] } @points);
	return "set logscale xy\nset xrange [$x:*]\nset yrange [$y:*]\n";
}

# The commands for one panel, whose first curve is block $first. A row to itself: $low is
# its height as a part of all.
sub panel {
	my ($panel, $first, $colour, $low) = @_;
	my $text = 'set title ' . string($panel->{title}) . "\n" . axes($panel);
	$text .= "set key outside right\nset origin 0,0\nset size 1,$low\n" if $panel->{wide};
	my $style = $panel->{dots} ? 'points pt 7 ps 0.4' : 'linespoints pt 7 ps 0.4';
	my %named;
	return $text . 'plot ' . join(', ', map {
		my $key = $_->{key};
		'data index ' . $first++ . " using 1:2 with $style lc $colour->{$key} " .
			($named{$key}++ ? 'notitle' : 'title ' . string($key));
	} @{$panel->{curves}}) . "\n";
}

sub script {
	my ($svg, $data, @panels) = @_;
	my %keys = map { $_->{key} => 1 } map { @{$_->{curves}} } @panels;
	my $next = 1;
	my %colour = map { $_ => $next++ } sort keys %keys;
	my $small = grep { !$_->{wide} } @panels;
	my $rows = int(($small + 2) / 3) + (@panels - $small);
	my $height = 40 + 210 * $rows;
	my $text = <<~END;
		data = '$data'
		set encoding utf8
		set terminal svg size 960,$height dynamic noenhanced font 'sans-serif,11' name 'p'
		set output '$svg'
		set border lc rgb 'gray50'
		set tics textcolor rgb 'gray50'
		set key textcolor rgb 'gray50'
		set title textcolor rgb 'gray50'
		set grid lc rgb 'gray50' lw 0.3
		set multiplot layout $rows,3
		unset key
		END
	$text .= "set linetype $_ lc rgb '#$colours[$_ - 1]'\n" for 1 .. @colours;
	my $first = 0;
	for (@panels) {
		$text .= panel($_, $first, \%colour, 1 / $rows);
		$first += @{$_->{curves}};
	}
	return $text;
}

sub quoted {
	my ($word) = @_;
	return "'" . $word =~ s/'/'\\''/gr . "'";
}

# The SVG element of panels; '' if there is no gnuplot. A panel is a hash:
#   title    above it
#   curves   [{key, points => [[X, Y], ...]}, ...]; a key has the same colour in each panel
#   log      both axes are logarithms, and what is below 1 is not seen
#   dots     no line through the points
#   wide     it has the last row to itself, and the key beside it
sub svg {
	my (@panels) = @_;
	return '' if system 'command -v gnuplot >/dev/null 2>&1';
	my $dir = File::Temp->newdir('kvm-dirty-plots.XXXXXX', TMPDIR => 1);
	my %text = (data => data(@panels), gp => script("$dir/svg", "$dir/data", @panels));
	for my $file (keys %text) {
		open my $to, '>:utf8', "$dir/$file" or die "$dir/$file: $!\n";
		print { $to } "$text{$file}\n";
		close $to or die "$dir/$file: $!\n";
	}
	system('gnuplot ' . quoted("$dir/gp")) == 0 or die "gnuplot does not draw\n";
	open my $from, '<:utf8', "$dir/svg" or die "$dir/svg: $!\n";
	local $/;
	return <$from> =~ s/.*?(?=<svg\b)//sr;
}

1;
