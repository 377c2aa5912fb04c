#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# stick_boot.pl SERIAL PATTERN WHAT QEMU...: start a QEMU whose serial line is the file
# SERIAL, and wait until a line there matches PATTERN. Then do WHAT: "end", wait for QEMU's
# own end; "kill", as if the power were cut; or the name of a file, FILE.png: put what the
# screen shows there, press Enter, and wait for QEMU's own end; or a folder, DIR/: make it,
# put what the stick offers over HTTP there, and press Enter.
#
# Status 0 if all that happened within 20 minutes; 1 with a line that says what did not.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../run";
use Child;
use File::Basename qw(dirname);
use File::Path qw(make_path);
use HTTP::Tiny;
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

sub get {
	my ($url) = @_;
	# This machine is not behind the proxy that the environment may name.
	my $got = HTTP::Tiny->new(timeout => 300, no_proxy => ['127.0.0.1'])->get($url);
	$got->{success} or wrong("cannot get $url: $got->{status} $got->{content}");
	return $got->{content};
}

# What the stick's page names, into folder $to.
sub get_all {
	my ($to) = @_;
	my $network = $qemu->call('human-monitor-command', 'command-line' => 'info usernet');
	my ($port) = $network =~ /HOST_FORWARD\]\s+\d+\s+127\.0\.0\.1\s+(\d+)/ or
		wrong('QEMU forwards no port');
	my $url = "http://127.0.0.1:$port/";
	for my $name (get($url) =~ /href="([^"]+)"/g) {
		make_path(dirname("$to$name"));
		open my $file, '>:raw', "$to$name" or wrong("$to$name: $!");
		print $file get("$url$name");
		close $file or wrong("$to$name: $!");
	}
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
	if ($what =~ m!/\z!) {
		get_all($what);
	} else {
		$qemu->call('screendump', filename => $what, format => 'png');
	}
	$qemu->call('send-key', keys => [{ type => 'qcode', data => 'ret' }]);
}
until (gone()) {
	wrong('the machine did not switch itself off') if time > $deadline;
	sleep 0.2;
}
