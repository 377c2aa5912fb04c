# SPDX-License-Identifier: GPL-2.0-only
#
# One boot: starts what runs the test programs, reads the frames that come back (Orders.pm
# says which there are), and keeps and shows the results of each config. All that was
# started ends with us, however we end.
#
# The logs of the boot are in the first column's folder: stderr.log, and console.log,
# where the platform puts it; the other columns get a link.
package Boot;
use strict;
use warnings;
use Child;
use Console;
use IO::Select;
use POSIX qw(:sys_wait_h);
use Program;
use Say;
use Screen;
use Time::HiRes qw(sleep clock_gettime CLOCK_MONOTONIC);

# Fields of %of:
#   columns     the results, a Column for each config in the order in which they run
#   start       a sub that is called in a process of its own and becomes what runs the
#               programs, with frames on its standard output
#   boot_s, silent_s   seconds to the first frame, and between two lines
#   no_skip     true: a skip is a failure
#   fail_fast   true: stop at the first failed case
#   verbose     true: show every case
# Where there are many programs, those that pass are told together.
sub new {
	my ($class, %of) = @_;
	my $self = bless { %of, column => $of{columns}[0], current => '',
		limit => $of{boot_s}, buffer => '', console => {} }, $class;
	$self->{brief} = !$of{verbose} && @{$self->{column}{waiting}} > 8;
	$self->{logs} = $self->{column}{dir};
	return $self;
}

# Seconds, by a clock that nobody sets.
sub now {
	return clock_gettime(CLOCK_MONOTONIC);
}

sub start {
	my ($self) = @_;
	pipe $self->{from}, my $to or die "pipe: $!\n";
	# A process group of its own, so that all of it can be ended.
	$self->{pid} = Child::start(signal => 'KILL', group => 1, in => '/dev/null',
		out => $to, err => "$self->{logs}/stderr.log", do => $self->{start});
	# Here too, so that it is one as soon as we may have to end it.
	setpgrp $self->{pid}, $self->{pid};
}

# End it. It is asked first, so that the test programs can take back what they changed.
sub stop {
	my ($self) = @_;
	my $pid = $self->{pid} or return;
	kill TERM => -$pid;
	for (1 .. 20) {
		last if $self->{exited} || $self->gone;
		sleep 0.05;
	}
	kill KILL => -$pid;
	waitpid $pid, 0 if !$self->{exited};
	$self->{pid} = 0;
}

# True if it has ended; its exit status is kept for later.
sub gone {
	my ($self) = @_;
	return 0 if waitpid($self->{pid}, WNOHANG) != $self->{pid};
	$self->{status} = $?;
	return $self->{exited} = 1;
}

# The next line, or undef at the end of everything; {limit} says how long to wait. A
# kernel that has panicked says no more, whether its machine goes on or not.
sub next_line {
	my ($self) = @_;
	my $deadline = now() + $self->{limit};
	my $select = IO::Select->new($self->{from});
	while ($self->{buffer} !~ /\n/ && !$self->{eof}) {
		my $left = $deadline - now();
		if (!$select->can_read($left < 0 ? 0 : $left < 1 ? $left : 1)) {
			if (Console::panicked("$self->{logs}/console.log",
				$self->{console})) {
				$self->{panicked} = $self->{eof} = 1;
				return;
			}
			if ($left <= 0) {
				$self->{silent} = $self->{eof} = 1;
				return;
			}
			# A grandchild may hold the pipe open for ever.
			$self->{eof} = 1 if !$self->{exited} && $self->gone;
			next;
		}
		my $n = sysread $self->{from}, $self->{buffer}, 65536,
			length $self->{buffer};
		$self->{eof} = 1 if !$n;
	}
	return if $self->{buffer} eq '';
	$self->{buffer} =~ s/^([^\n]*)\n?//;
	my $line = $1;
	$line =~ tr/\r//d;
	return $line;
}

# With fail_fast, what is first is what counts.
sub first_failure {
	my ($self, $column, $name) = @_;
	return if $self->{cut} || !$self->{fail_fast};
	$self->{cut} = 1;
	$column->first_failure($name,
		$self->{began} ? now() - $self->{began} : 0);
}

sub trouble {
	my ($self, $column, $name, $text) = @_;
	$self->first_failure($column, "$name: $text");
	$column->trouble($name, $text);
}

# Nothing more is wanted.
sub cut_short {
	my ($self) = @_;
	$self->stop;
	($self->{eof}, $self->{buffer}) = (1, '');
	$_->{done} = 1, $_->{waiting} = [] for @{$self->{columns}};
}

sub program {
	my ($self, $id) = @_;
	my $column = $self->{column};
	$self->{current} = $id;
	$self->{began} //= now();
	$column->{waiting} = [grep { $_ ne $id } @{$column->{waiting}}];
	my $program = Program->new(id => $id, column => $column,
		next => sub { $self->next_line }, soaks => \$self->{soaks},
		map { $_ => $self->{$_} } qw(no_skip fail_fast verbose brief));
	$program->read;
	die "$program->{unwritten}\n" if $program->{unwritten};
	my $end = $program->{end};
	if ($program->{failed}) {
		$self->first_failure($column, $program->{failed});
		$self->cut_short;
		$program->{broken} = '';
	} elsif (!$end) {
		# The end of the boot is told elsewhere.
		$program->{broken} = 'unfinished';
	} elsif ($program->{broken} || $end->[0] !~ /^[014]$/) {
		my $text = $end->[0] > 128 ?
			'killed by signal ' . ($end->[0] - 128) :
			"exit status $end->[0]";
		$text .= ", $program->{broken}" if $program->{broken};
		$self->trouble($column, "$id/program", $text);
		$program->{broken} = 1;
	}
	$program->tell;
	$column->tally->add($program) if $self->{brief};
	$self->{current} = '' if $end || $program->{failed};
}

sub frame {
	my ($self, $line) = @_;
	my @columns = @{$self->{columns}};
	if ($line =~ /^\@config (\S+)/) {
		my $config = $1;
		($self->{column}) = grep { $_->{config} eq $config } @columns;
		die "no column for the config $config\n" if !$self->{column};
	} elsif ($line =~ /^\@ready /) {
		$self->{booted} = 1;
		$self->{limit} = $self->{silent_s};
	} elsif ($line =~ /^\@begin (\S+)/) {
		$self->program($1);
	} elsif ($line =~ /^\@note (.*)/) {
		Screen::show("$self->{column}{name} $1");
	} elsif ($line =~ /^\@trouble (.*)/) {
		$self->trouble($self->{column}, 'platform', $1);
	} elsif ($line =~ /^\@done/) {
		$self->{column}{done} = 1;
		$self->{column}->tally->tell if $self->{brief};
		$self->{limit} = 30 if !grep { !$_->{done} } @columns;
	}
}

# Why it is no more, and who is to blame as far as the kernel told.
sub fate {
	my ($self, $complaint) = @_;
	my $text = $self->{booted} ? 'died' : 'did not boot';
	if ($self->{silent}) {
		$text = $self->{booted} ? "was silent for $self->{limit} s" :
			"did not boot within $self->{limit} s";
	}
	if ($self->{silent} || $self->{panicked}) {
		$self->stop;
	} elsif (!$self->{exited}) {
		waitpid $self->{pid}, 0;
		($self->{exited}, $self->{status}) = (1, $?);
	}
	my $status = $self->{status};
	$text .= " in $self->{current}" if $self->{current};
	return "$text: $complaint" if $complaint;
	return $text if $self->{silent} || $self->{panicked} || !$status;
	return $text . ($status & 127 ? ': killed by signal ' . ($status & 127)
		: ': exit status ' . ($status >> 8));
}

# What befell the configs that are not over, and the programs that did not begin.
sub account {
	my ($self) = @_;
	my @columns = @{$self->{columns}};
	my @complaints = Console::complaints("$self->{logs}/console.log", @columns);
	my ($fated, @later) = grep { !$_->{done} } @columns;
	if ($fated) {
		my $why = '';
		$why = (pop @complaints)->[2]
			if @complaints && $complaints[-1][0] == $fated;
		my $text = $self->fate($why);
		my $rest = @{$fated->{waiting}} ?
			"; not run: @{$fated->{waiting}}" : '';
		$self->trouble($fated, 'platform', $text . $rest);
		$self->trouble($_, 'platform', "not run: the platform, which ran " .
			"$fated->{name} before it, $text") for @later;
	}
	$self->stop;
	for my $of (grep { $_->{done} && @{$_->{waiting}} } @columns) {
		my $rest = "not run: @{$of->{waiting}}";
		my $why = $of->platform_trouble;
		if ($why) {
			$why->[1] .= "; $rest";
		} else {
			$self->trouble($of, 'platform', $rest);
		}
	}
	for (@complaints) {
		my ($of, $name, $text) = @$_;
		$self->trouble($of, $name eq '' ? 'platform' : "$name/kernel-log",
			$text);
	}
	Console::show_ends($self->{logs}) if grep { $_->platform_trouble } @columns;
}

# Leave the folders as they shall be. True if there was any trouble.
sub finish {
	my ($self) = @_;
	my ($bad, $logs) = (0, $self->{logs});
	unlink "$logs/stderr.log" if -z "$logs/stderr.log";
	for my $column (@{$self->{columns}}) {
		link "$logs/console.log", "$column->{dir}/console.log";
		$bad |= $column->finish;
	}
	return $bad;
}

# Somebody wants us to end: say what was not finished.
sub interrupted {
	my ($self) = @_;
	$SIG{TERM} = 'IGNORE';
	$self->stop;
	for my $column (grep { !$_->{done} } @{$self->{columns}}) {
		my $here = $self->{current} && $column == $self->{column};
		my @names = (($here ? "$self->{current} (interrupted)" : ()),
			@{$column->{waiting}});
		Screen::show("$column->{name} not finished: @names");
	}
	exit 143;
}

# Do all of it, in a process that has nothing else to do. Returns 2 if there was trouble,
# else 0: the results themselves are for summary.pl to judge.
sub run {
	my ($self) = @_;
	$| = 1;
	# Ctrl-C reaches the runner, which sends TERM to us.
	$SIG{INT} = 'IGNORE';
	$SIG{TERM} = sub { $self->interrupted };
	my $bad = eval {
		$self->start;
		Screen::live("$self->{column}{name} starting");
		while (defined(my $line = $self->next_line)) {
			$self->frame($line);
		}
		$self->account;
		Screen::clear();
		$self->finish;
	};
	my $why = $@;
	$self->stop;
	return $bad ? 2 : 0 if $why eq '';
	chomp $why;
	print STDERR Say::name(), ": $why\n";
	return 2;
}

1;
