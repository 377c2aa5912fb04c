#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# bochs.pl FILE BOCHS: run the program BOCHS with the configuration in FILE, without a
# terminal.
#
# The one that provision/bochs.sh compiles needs nothing more. Debian's has its debugger
# built in, which waits for a "c" to begin; and it wants a display. Its other display
# library that needs no X opens a port on the network, so it is the terminal one: that
# makes a terminal for itself, says its name, and stops for ever once nobody reads there.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Child;
use Fcntl;
use IO::Select;

pipe my $stdin, my $command or die "pipe: $!\n";
pipe my $from, my $stderr or die "pipe: $!\n";
# For the serial line that the results leave on.
open my $results, '>&', \*STDOUT or die "dup: $!\n";
fcntl $results, F_SETFD, 0;
$ENV{RESULTS} = '/dev/fd/' . fileno $results;
$ENV{TERM} = 'xterm';
my $pid = Child::start(signal => 'KILL', in => $stdin, out => '/dev/null',
	err => $stderr, command => [$ARGV[1], '-q', '-f', $ARGV[0]]);
close $results;
close $stdin;
close $stderr;
syswrite $command, "c\n";
# Whenever one of its processors is idle, Bochs 2.7 waits a millisecond for input,
# which is a sixth of all time. It does not where input has ended.
close $command;

my $select = IO::Select->new($from);
my $said = '';

# A line of standard error. What it does step by step ("i" and "d") is for nobody.
sub hear {
	my ($line) = @_;
	if ($line =~ /connected to screen "(.*)"/) {
		sysopen my $screen, $1, O_RDWR | O_NOCTTY or die "$1: $!\n";
		$select->add($screen);
	} elsif ($line !~ /^\d+[id]\[/ && $line ne '') {
		print STDERR "$line\n";
	}
}

while ($select->count) {
	for my $file ($select->can_read) {
		my $n = sysread $file, my $bytes, 65536;
		if (!$n) {
			# A terminal that is closed gives an error, a pipe an end.
			$select->remove($file);
		} elsif ($file == $from) {
			$said .= $bytes;
			hear($1) while $said =~ s/^(.*)\n//;
		}
	}
	# We hold the terminal open ourselves, so its end is not seen there.
	last if !$select->exists($from);
}
exit Child::wait_for($pid);
