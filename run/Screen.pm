# SPDX-License-Identifier: GPL-2.0-only
#
# Lines of progress on standard output. On a terminal the last one is alive: it is
# written over by whatever comes next, also by other processes that share the terminal.
package Screen;
use strict;
use warnings;

our $terminal = -t STDOUT;

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
	print "\r\e[K", substr $line, 0, 79 if $terminal;
}

1;
