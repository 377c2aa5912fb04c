# SPDX-License-Identifier: GPL-2.0-only
#
# Plots of what Measured.pm has, as SVG by gnuplot. Lines and letters are grey, which can be
# read on white and on black.
package Plots;
use strict;
use warnings;
use File::Temp;

# One line a window, a block a case; gnuplot counts blocks.
sub data {
	my (@cases) = @_;
	return join "\n\n\n", map {
		my $at = 0;
		join "\n", map { join ' ', ++$at, @$_{qw(pages mib_per_s harvest_us)} }
			@{$_->{windows}};
	} @cases;
}

# The part of a plot command for each case: columns $using of its block, and a colour for
# its collector, which is in the key once: %$named has those that are.
sub curves {
	my ($using, $style, $colour, $named, @cases) = @_;
	return join ', ', map {
		my $collector = $_->{collector};
		my $title = $named->{$collector}++ ? 'notitle' : "title '$collector'";
		"data index $_->{index} using $using with $style " .
			"lc $colour->{$collector} $title";
	} @cases;
}

sub script {
	my ($svg, $data, @cases) = @_;
	my (%names, %colour);
	$_->{index} = $names{''}++ for @cases;
	delete $names{''};
	push @{$names{$_->{name}}}, $_ for @cases;
	my $next = 1;
	$colour{$_->{collector}} //= $next++ for sort { $a->{collector} cmp $b->{collector} } @cases;
	# The last row is for one plot alone.
	my $rows = 1 + int((keys(%names) + 2) / 3);
	my $height = 40 + 210 * $rows;
	my $low = 1 / $rows;
	my $text = <<~END;
		data = '$data'
		set terminal svg size 960,$height dynamic font 'sans-serif,11' name 'p'
		set output '$svg'
		set border lc rgb 'gray50'
		set tics textcolor rgb 'gray50'
		set key textcolor rgb 'gray50'
		set title textcolor rgb 'gray50'
		set grid lc rgb 'gray50' lw 0.3
		set multiplot layout $rows,3
		unset key
		set xrange [0.5:*]
		END
	my @colours = qw(0072b2 d55e00 009e73 cc79a7 8c6d31 56b4e9 7f7f7f);
	$text .= "set linetype $_ lc rgb '#$colours[$_ - 1]'\n" for 1 .. @colours;
	for my $name (sort keys %names) {
		my $idle = !grep { $_->{mib_per_s} } map { @{$_->{windows}} } @{$names{$name}};
		$text .= "set title '$name: MiB/s by window'\n" .
			'set yrange [0:' . ($idle ? 1 : '*') . "]\n" .
			'plot ' . curves('1:3', 'linespoints ps 0.4', \%colour, {},
				@{$names{$name}}) . "\n";
	}
	# Logarithms have no 0, and both axes are counted from 1 so.
	$text .= <<~END;
		set key outside right
		set origin 0,0
		set size 1,$low
		set title 'us of a harvest by pages (from 1)'
		set logscale xy
		set xrange [0.9:*]
		set yrange [0.9:*]
		END
	$text .= 'plot ' . curves('($2+1):($4+1)', 'points pt 7 ps 0.4', \%colour, {},
		@cases) . "\n";
	return $text;
}

sub quoted {
	my ($word) = @_;
	return "'" . $word =~ s/'/'\\''/gr . "'";
}

# The SVG element of one column's cases; '' if there is no gnuplot.
sub svg {
	my (@cases) = @_;
	my $dir = File::Temp->newdir('kvm-dirty-plots.XXXXXX', TMPDIR => 1);
	my %text = (data => data(@cases), gp => script("$dir/svg", "$dir/data", @cases));
	for my $file (keys %text) {
		open my $to, '>', "$dir/$file" or die "$dir/$file: $!\n";
		print { $to } "$text{$file}\n";
		close $to or die "$dir/$file: $!\n";
	}
	return '' if system 'command -v gnuplot >/dev/null 2>&1';
	system('gnuplot ' . quoted("$dir/gp")) == 0 or die "gnuplot does not draw\n";
	open my $from, '<:utf8', "$dir/svg" or die "$dir/svg: $!\n";
	local $/;
	return <$from> =~ s/.*?(?=<svg\b)//sr;
}

1;
