#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# qemu_liar.pl QEMU LIE [ARGUMENT...]: run QEMU with the arguments, and pass its QMP
# (descriptor 4) on, but for one lie:
#
#	dies, closes	at its answer to "migrate" QEMU is killed, or closes its QMP and
#			goes on
#	rate		a dirty rate is told as 7 MiB/s more
#	page		the destination's memory lacks the last page that is not zero
use strict;
use warnings;
use IO::Poll qw(POLLIN POLLHUP);
use POSIX ();
use Socket;

my ($qemu, $lie, @arguments) = @ARGV;
open my $test, '+<&=', 4 or die "qemu_liar.pl: no descriptor 4: $!\n";
socketpair my $ours, my $its, AF_UNIX, SOCK_STREAM, PF_UNSPEC or die "socketpair: $!\n";
my $pid = fork // die "fork: $!\n";
if (!$pid) {
	$^F = 255;
	POSIX::dup2(fileno $its, 4);
	# The test kills this process, and QEMU with it.
	exec qw(setpriv --pdeathsig KILL --), $qemu, @arguments or die "setpriv: $!\n";
}
close $its;

# The file that pmemsave has left: without its last page that holds something.
sub lose_page {
	my $path = $_[0] =~ s!\\/!/!gr;
	open my $file, '+<:raw', $path or die "$path: $!\n";
	for (my $at = (-s $file) - 4096; $at >= 0; $at -= 4096) {
		seek $file, $at, 0;
		read $file, my $page, 4096;
		next if $page !~ /[^\0]/;
		seek $file, $at, 0;
		print $file "\0" x 4096;
		return;
	}
}

# What the test has asked for last; JSON comes in one piece, as commands wait for answers.
my $asked = '';
my $poll = IO::Poll->new;
$poll->mask($_ => POLLIN | POLLHUP) for $test, $ours;
while ($poll->poll >= 0) {
	if ($poll->events($test)) {
		sysread $test, $asked, 65536 or last;
		syswrite $ours, $asked;
	}
	if ($poll->events($ours)) {
		sysread $ours, my $said, 65536 or last;
		my $answers = $said =~ /"return"/;
		if ($answers && $asked =~ /"migrate"/) {
			kill KILL => $pid if $lie eq 'dies';
			if ($lie eq 'closes') {
				close $test;
				POSIX::pause() while 1;
			}
		}
		$said =~ s/("dirty-rate": )(\d+)/$1 . ($2 + 7)/ge if $lie eq 'rate';
		lose_page($1) if $lie eq 'page' && $answers &&
			$asked =~ /"([^"]+memory-destination)"/;
		syswrite $test, $said;
	}
}
# The end of QEMU is ours, too.
waitpid $pid, 0;
kill $? & 127, $$ if $? & 127;
exit $? >> 8;
