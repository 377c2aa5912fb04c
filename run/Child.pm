# SPDX-License-Identifier: GPL-2.0-only
#
# Child processes that cannot outlive this one, however this one ends: the kernel
# sends them a signal when their parent is gone.
package Child;
use strict;
use warnings;
use POSIX qw(:signal_h :sys_wait_h);

use constant PR_SET_PDEATHSIG => 1;
my %prctl = (x86_64 => 157, aarch64 => 167);	# the number of the system call
my %number = (TERM => SIGTERM, KILL => SIGKILL);
my %alive;	# pid => 1, of the children of this process that were not waited for

# Ask for a signal when $parent ends; the request survives exec, not fork.
sub bind_to {
	my ($parent, $signal) = @_;
	my $call = $prctl{(POSIX::uname())[4]} // die "no prctl() is known here\n";
	syscall($call, PR_SET_PDEATHSIG, $number{$signal}, 0, 0, 0) == 0 or
		die "prctl: $!\n";
	kill $signal => $$ if getppid != $parent;
}

sub direct {
	my ($from, $mode, $to) = @_;
	open $from, $mode . (ref $to ? '&' : ''), $to or
		die +(ref $to ? 'dup' : $to) . ": $!\n";
}

# Start a child and return its pid.
#   command   the program and its arguments, a list; or else
#   do        a sub to call: what it returns is the exit status
#   signal    what the child gets when this process ends: TERM (default) or KILL
#   group     1 for a process group of its own
#   in, out, err   a file handle or the name of a file; default: as here
sub start {
	my (%how) = @_;
	my $parent = $$;
	# Until the child has handlers of its own, it must not run those of its parent.
	my $signals = POSIX::SigSet->new(SIGINT, SIGTERM, SIGHUP);
	my $before = POSIX::SigSet->new;
	sigprocmask(SIG_BLOCK, $signals, $before);
	my $pid = fork;
	if (!defined $pid || $pid) {
		my $why = $!;
		$alive{$pid} = 1 if $pid;
		sigprocmask(SIG_SETMASK, $before);
		die "fork: $why\n" if !defined $pid;
		return $pid;
	}
	%alive = ();
	$SIG{$_} = 'DEFAULT' for qw(INT TERM HUP PIPE);
	setpgrp if $how{group};
	my $ok = eval {
		bind_to($parent, $how{signal} // 'TERM');
		sigprocmask(SIG_SETMASK, $before);
		direct(\*STDERR, '>', $how{err}) if defined $how{err};
		direct(\*STDIN, '<', $how{in}) if defined $how{in};
		direct(\*STDOUT, '>', $how{out}) if defined $how{out};
		if ($how{do}) {
			my $status = $how{do}->();
			exit $status;
		}
		exec { $how{command}[0] } @{$how{command}};
		die "$how{command}[0]: $!\n";
	};
	print STDERR $@;
	POSIX::_exit(127);
}

# The exit status as a shell would tell it, of a status as waitpid() leaves it.
sub status {
	my ($status) = @_;
	return $status & 127 ? 128 + ($status & 127) : $status >> 8;
}

# Wait for the child $pid and return its exit status.
sub wait_for {
	my ($pid) = @_;
	waitpid $pid, 0;
	my $status = $?;
	delete $alive{$pid};
	return status($status);
}

# Wait for any child and return its pid and its exit status, or nothing if there is no
# child.
sub wait_any {
	my $pid = wait;
	my $status = $?;
	return if $pid < 0;
	delete $alive{$pid};
	return ($pid, status($status));
}

# Run a command to its end and return its exit status.
sub run {
	my (@command) = @_;
	return wait_for(start(command => \@command));
}

# Run a command and return its exit status and what it printed.
sub output {
	my (@command) = @_;
	pipe my $from, my $to or die "pipe: $!\n";
	my $pid = start(command => \@command, out => $to);
	close $to;
	local $/;
	my $said = <$from> // '';
	return (wait_for($pid), $said);
}

# End all children of this process and wait for them.
sub end_all {
	kill TERM => keys %alive;
	waitpid $_, 0 for keys %alive;
	%alive = ();
}

1;
