#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# stick_boot.pl SERIAL PATTERN WHAT QEMU...: start a QEMU whose serial line is the file
# SERIAL, and wait until a line there matches PATTERN. Then do WHAT: "end", wait for QEMU's
# own end; "kill", as if the power were cut; or the name of a file, FILE.png: put what the
# screen shows there, press Enter, and wait for QEMU's own end.
#
# Status 0 if all that happened within 20 minutes; 1 with a line that says what did not.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../run";
use Child;
use POSIX qw(:sys_wait_h);
use Qmp;
use Time::HiRes qw(time sleep);

my ($serial, $pattern, $what, @command) = @ARGV;
my $deadline = time + 1200;

sub wrong {
	print STDERR "stick_boot.pl: @_\n";
	Child::end_all();
	exit 1;
}

my $qemu = Qmp->start(\@command, in => '/dev/null');
$SIG{TERM} = $SIG{INT} = sub { wrong('was stopped') };

# True if QEMU is gone; its status is in $?.
my $gone;
sub gone {
	$gone ||= waitpid($qemu->{pid}, WNOHANG) == $qemu->{pid};
	return $gone;
}

sub said {
	open my $from, '<:raw', $serial or return '';
	local $/;
	return (<$from> // '') =~ tr/\r//dr;
}

while (said() !~ /$pattern/m) {
	last if gone();
	wrong("no line matches '$pattern' in time") if time > $deadline;
	sleep 0.2;
}
wrong("QEMU ended, and no line matches '$pattern'") if said() !~ /$pattern/m;
if ($what eq 'kill') {
	kill KILL => $qemu->{pid};
	waitpid $qemu->{pid}, 0;
	exit 0;
}
if ($what ne 'end') {
	$qemu->greet;
	$qemu->call('screendump', filename => $what, format => 'png');
	$qemu->call('send-key', keys => [{ type => 'qcode', data => 'ret' }]);
}
until (gone()) {
	wrong('the machine did not switch itself off') if time > $deadline;
	sleep 0.2;
}
