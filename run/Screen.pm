# SPDX-License-Identifier: GPL-2.0-only
#
# Lines on standard output. On a terminal the last one is alive: it is written over by
# whatever comes next, also by other processes that share the terminal. A terminal that
# is called dumb cannot do that, and there as in files and pipes lines stay. Colour is for
# terminals alone, and for none where NO_COLOR is set.
package Screen;
use strict;
use warnings;

our $terminal = -t STDOUT && ($ENV{TERM} // 'dumb') ne 'dumb';
our $colour = $terminal && ($ENV{NO_COLOR} // '') eq '';

use constant TIOCGWINSZ => 0x5413;
my %colour = (red => 31, green => 32, yellow => 33);

# The number of characters in a line: those of the terminal, or 80.
sub width {
	my $size = "\0" x 8;
	return 80 if !$terminal || !ioctl STDOUT, TIOCGWINSZ, $size;
	my (undef, $columns) = unpack 'S4', $size;
	return $columns >= 20 ? $columns : 80;
}

# The text in red, green or yellow, if there are colours.
sub paint {
	my ($colour, $text) = @_;
	return $Screen::colour ? "\e[$colour{$colour}m$text\e[m" : $text;
}

sub clear {
	print "\r\e[K" if $terminal;
}

# A line that stays.
sub show {
	my ($line) = @_;
	print $terminal ? "\r\e[K" : '', "$line\n";
}

# A line that the next one replaces; on a terminal alone.
sub live {
	my ($line) = @_;
	print "\r\e[K", substr $line, 0, width() - 1 if $terminal;
}

# The text as lines of at most $width characters, broken at blanks; all but the first
# begin with $indent.
sub fold {
	my ($text, $width, $indent) = @_;
	my @lines;
	my ($line) = $text =~ /^(\s*)/;
	my $empty = 1;
	for my $word (split ' ', $text) {
		if (!$empty && length("$line $word") > $width) {
			push @lines, $line;
			($line, $empty) = ($indent, 1);
		}
		$line .= ($empty ? '' : ' ') . $word;
		$empty = 0;
	}
	return join '', map { "$_\n" } @lines, $line;
}

1;
