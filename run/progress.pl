#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# progress.pl [options] COMMAND...: start COMMAND, which boots a platform and
# prints the frames of runner.sh, keep each test program's lines in DIR/ID.tap,
# and show progress. COMMAND and all that it starts end with us, however we end.
#
#   --column CONFIG,NAME,DIR   what a config is called in the output, and where
#                   to keep its results; several if COMMAND runs them one after
#                   another in one boot, "@config CONFIG" before each one's frames
#   --jobs FILE     the jobs, "ID PROGRAM ARG..." each
#   --boot N, --silent N   seconds to the first frame, and between two lines
#   --no-skip       a skip is a failure      --verbose   show every case
#   --fail-fast     stop at the first failed case, and keep in DIR/first-failure
#                   its name and the seconds from the first program to it
#
# The logs of the boot are in the first DIR: stderr.log, and console.log, where
# COMMAND puts it; the others get a link. What goes wrong outside of a result
# line (a platform that died, a crash, a plan that was not fulfilled) becomes a
# line in the _platform.tap of the config that it befell, so that whoever reads
# the folder finds it. Exit status 2 then, else 0: the results themselves are
# for summary.pl to judge.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Console;
use Getopt::Long qw(:config require_order);
use IO::Select;
use POSIX qw(:sys_wait_h);
use TAP::Parser;
use Time::HiRes qw(time sleep);
use Verdict;

# Feeds TAP::Parser line by line, while the lines come in.
package Lines {
	use parent 'TAP::Parser::Iterator';
	sub _initialize { my ($self, $next) = @_; $self->{next} = $next; $self }
	sub next_raw { $_[0]{next}->() }
	sub wait { 0 }
	sub exit { 0 }
}

my $me = $ENV{KVM_DIRTY_NAME} // 'progress.pl';
my %opt = (boot => 60, silent => 120);
GetOptions(\%opt, 'column=s@', 'jobs=s', 'boot=i', 'silent=i', 'no-skip',
	'fail-fast', 'verbose') && $opt{column} or exit 2;

open my $jobs, '<', $opt{jobs} or die "$opt{jobs}: $!\n";
my @jobs = map { (split)[0] } <$jobs>;
my @columns = map {
	my ($config, $name, $dir) = split /,/, $_, 3;
	# waiting: jobs that did not begin; troubles: [name, text]
	{ config => $config, name => $name, dir => $dir, waiting => [@jobs],
		troubles => [], done => 0 };
} @{$opt{column}};
my $logs = $columns[0]{dir};
my $terminal = -t STDOUT;
my ($pid, $from, $buffer, $eof) = (0, undef, '', 0);
my ($column, $current, $booted, $limit) = ($columns[0], '', 0, $opt{boot});
my ($silent, $exited, $status, $nr_soaks, $panicked) = (0, 0, 0, 0, 0);
my %console;
my ($began, $cut);	# when the first program began; --fail-fast has ended it
my $unwritten;	# the file that took no more, and why
my %sum;	# verdict => count, of the program that runs now
$| = 1;

# Each write begins with clearing the live line: other columns may share the
# terminal, and have left theirs.
sub show { print $terminal ? "\r\e[K" : '', $_[0], "\n" }
sub live {
	print "\r\e[K", substr($_[0], 0, 79) if $terminal;
}

# With --fail-fast, what is first is what counts.
sub first_failure {
	my ($of, $name) = @_;
	return if $cut || !$opt{'fail-fast'};
	$cut = 1;
	open my $file, '>', "$of->{dir}/first-failure" or
		die "$of->{dir}/first-failure: $!\n";
	printf $file "%s\t%.1f\n", $name, $began ? time - $began : 0;
	close $file or die "$of->{dir}/first-failure: $!\n";
}

# Nothing more is wanted of the platform.
sub cut_short {
	stop();
	($eof, $buffer, $current) = (1, '', '');
	$_->{done} = 1, $_->{waiting} = [] for @columns;
}

sub trouble {
	my ($of, $name, $text) = @_;
	first_failure($of, "$name: $text");
	push @{$of->{troubles}}, [$name, $text];
	show("$of->{name} $name: $text") if $name ne 'platform';
	return if $name ne 'platform';
	print "\r\e[K" if $terminal;
	print STDERR "$me: $of->{name}: $text\n";
}

sub start {
	pipe my $out, my $in or die "pipe: $!\n";
	$pid = fork // die "fork: $!\n";
	if (!$pid) {
		# A process group of its own, so that all of it can be ended.
		setpgrp;
		$SIG{INT} = $SIG{TERM} = 'DEFAULT';
		open STDIN, '<', '/dev/null';
		open STDOUT, '>&', $in;
		open STDERR, '>', "$logs/stderr.log";
		exec 'setpriv', '--pdeathsig', 'KILL', @ARGV;
		exit 127;
	}
	$from = $out;
}

# Ask first, so that the test programs can take back what they changed.
sub stop {
	return if !$pid;
	kill TERM => -$pid;
	for (1 .. 20) {
		last if $exited || gone();
		sleep 0.05;
	}
	kill KILL => -$pid;
	waitpid $pid, 0 if !$exited;
	$pid = 0;
}

# True if COMMAND ended; its exit status is kept for later.
sub gone {
	return 0 if waitpid($pid, WNOHANG) != $pid;
	$exited = 1;
	$status = $?;
	return 1;
}

# The next line, or undef at the end of everything; $limit says how long to wait. A
# kernel that has panicked says no more, whether its machine goes on or not.
sub next_line {
	my $deadline = time + $limit;
	my $select = IO::Select->new($from);
	while ($buffer !~ /\n/ && !$eof) {
		my $left = $deadline - time;
		if (!$select->can_read($left < 0 ? 0 : $left < 1 ? $left : 1)) {
			if (Console::panicked("$logs/console.log", \%console)) {
				$panicked = $eof = 1;
				return;
			}
			if ($left <= 0) {
				$silent = $eof = 1;
				return;
			}
			# A grandchild may hold the pipe open for ever.
			$eof = 1 if !$exited && gone();
			next;
		}
		my $n = sysread $from, $buffer, 65536, length $buffer;
		$eof = 1 if !$n;
	}
	return if $buffer eq '';
	$buffer =~ s/^([^\n]*)\n?//;
	my $line = $1;
	$line =~ tr/\r//d;
	return $line;
}

# The lines of one program, up to its @end; keeps them in the .tap file.
sub program_lines {
	my ($tap, $end, $file) = @_;
	my $blank = 0;
	return sub {
		while (1) {
			my $line = next_line() // return;
			if ($line =~ /^\@end \S+ (\d+) (\S+)$/) {
				@$end = ($1, $2);
				return;
			}
			# runner.sh prints an empty line before @end.
			if ($line eq '') {
				$blank++;
				next;
			}
			my $lines = "\n" x $blank . "$line\n";
			$blank = 0;
			if ($opt{'no-skip'}) {
				$lines =~ s/^ok (.*) # SKIP/not ok $1 # NOSKIP/m;
			}
			if (!print $tap $lines) {
				$unwritten = "$file: $!";
				return;
			}
			chomp $lines;
			return $lines;
		}
	};
}

sub counts {
	my @words = (pass => 'passed', fail => 'FAILED', error => 'ERROR',
		known => 'known', unexpected => 'unexpected passes',
		skip => 'skipped');
	my @out;
	while (my ($verdict, $word) = splice @words, 0, 2) {
		push @out, "$sum{$verdict} $word" if $sum{$verdict};
	}
	return join(', ', @out) || 'nothing ran';
}

sub run_program {
	my ($id) = @_;
	$current = $id;
	$began //= time;
	$column->{waiting} = [grep { $_ ne $id } @{$column->{waiting}}];
	%sum = ();
	my $file = "$column->{dir}/$id.tap";
	open my $tap, '>', $file or die "$file: $!\n";
	$tap->autoflush(1);
	my (@end, $loud);
	my $parser = TAP::Parser->new({
		iterator => Lines->new(program_lines($tap, \@end, $file)) });
	while (my $result = $parser->next) {
		if ($result->is_test) {
			last if $cut;
			my $verdict = Verdict::of($result);
			$sum{$verdict}++;
			$loud = $opt{verbose} || $verdict =~ /fail|error/;
			show("$column->{name} " . $result->raw) if $loud;
			live("$column->{name} " . $result->number . '/' .
				($parser->tests_planned // '?') . ' ' .
				Verdict::name($result));
			first_failure($column, Verdict::name($result))
				if $verdict eq 'fail';
		} elsif ($result->is_comment && $result->comment =~ /^soak: /) {
			# Every ten seconds: on a terminal it is one line.
			live("$column->{name} " . $result->comment);
			show("$column->{name} " . $result->comment)
				if !$terminal && $nr_soaks++ % 6 == 0;
		} elsif ($loud && $result->is_comment) {
			show('    ' . $result->raw);
			# The last line of the evidence.
			last if $cut && $result->comment =~ /^replay: /;
		}
	}
	close $tap or $unwritten //= "$file: $!";
	# What is on the disk so far is no verdict.
	if ($unwritten) {
		print STDERR "$me: $unwritten\n";
		exit 2;
	}
	my ($ended, $seconds) = @end;
	my ($broken) = $parser->parse_errors;
	if ($cut) {
		cut_short();
		$broken = '';
	} elsif (!@end) {
		# The platform's end is reported elsewhere.
		$broken = 'unfinished';
	} elsif ($broken || $ended !~ /^[014]$/) {
		my $text = $ended > 128 ? 'killed by signal ' . ($ended - 128)
			: "exit status $ended";
		$text .= ", $broken" if $broken;
		trouble($column, "$id/program", $text);
		$broken = 1;
	}
	my $verdict = $broken || $sum{error} ? 'ERROR' : $sum{fail} ? 'FAIL' :
		$sum{pass} || $sum{known} || $sum{unexpected} ? 'pass' : 'skip';
	show(sprintf '%-12s %-16s %-5s %7s s  %s', $column->{name}, $id,
		$verdict, $seconds // '-', counts());
	$current = '' if @end;
}

sub last_lines {
	for my $file ('stderr.log', 'console.log') {
		open my $log, '<', "$logs/$file" or next;
		my @lines = grep { !/terminating on signal/ }
			map { tr/\r\n//d; $_ } <$log>;
		shift @lines while @lines > 8;
		next if !@lines;
		show("  the end of $logs/$file:");
		show("    $_") for @lines;
	}
}

# Why the platform is no more, and who is to blame as far as the kernel told.
sub fate {
	my ($complaint) = @_;
	my $text = $booted ? 'died' : 'did not boot';
	if ($silent) {
		stop();
		$text = $booted ? "was silent for $limit s" :
			"did not boot within $limit s";
	} elsif ($panicked) {
		stop();
	} elsif (!$exited) {
		waitpid $pid, 0;
		($exited, $status) = (1, $?);
	}
	$text .= " in $current" if $current;
	return "$text: $complaint" if $complaint;
	return $text if $silent || $panicked || !$status;
	return $text . ($status & 127 ? ': killed by signal ' . ($status & 127)
		: ': exit status ' . ($status >> 8));
}

sub finish {
	unlink "$logs/stderr.log" if -z "$logs/stderr.log";
	my $bad = 0;
	for my $of (@columns) {
		link "$logs/console.log", "$of->{dir}/console.log";
		my $file = "$of->{dir}/_platform.tap";
		my @troubles = @{$of->{troubles}};
		if (!@troubles) {
			unlink $file;
			next;
		}
		open my $tap, '>', $file or die "$file: $!\n";
		print $tap '1..', scalar @troubles, "\n";
		my $nr = 0;
		for (@troubles) {
			$nr++;
			print $tap "not ok $nr $_->[0] # ERROR $_->[1]\n";
		}
		close $tap or die "$me: $file: $!\n";
		$bad = 2;
	}
	return $bad;
}

# Ctrl-C reaches run_tests.sh, which sends TERM to us.
$SIG{INT} = 'IGNORE';
$SIG{TERM} = sub {
	$SIG{TERM} = 'IGNORE';
	stop();
	for my $of (grep { !$_->{done} } @columns) {
		my $here = $current && $of == $column;
		my @names = (($here ? "$current (interrupted)" : ()),
			@{$of->{waiting}});
		show("$of->{name} not finished: @names");
	}
	exit 143;
};
# Ends the children as well when a bug ends us; %SIG only sees signals.
END { my $status = $?; stop() if $pid; $? = $status }

start();
live("$column->{name} starting");
while (defined(my $line = next_line())) {
	if ($line =~ /^\@config (\S+)/) {
		($column) = grep { $_->{config} eq $1 } @columns;
		die "no column for the config $1\n" if !$column;
	} elsif ($line =~ /^\@ready (.*)/) {
		$booted = 1;
		$limit = $opt{silent};
	} elsif ($line =~ /^\@begin (\S+)/) {
		run_program($1);
	} elsif ($line =~ /^\@trouble (.*)/) {
		trouble($column, 'platform', $1);
	} elsif ($line =~ /^\@done/) {
		$column->{done} = 1;
		$limit = 30 if !grep { !$_->{done} } @columns;
	}
}

my @complaints = Console::complaints("$logs/console.log", @columns);
my ($fated, @later) = grep { !$_->{done} } @columns;
if ($fated) {
	my $why = '';
	if (@complaints && $complaints[-1][0] == $fated) {
		$why = (pop @complaints)->[2];
	}
	my $text = fate($why);
	my $rest = @{$fated->{waiting}} ? "; not run: @{$fated->{waiting}}" : '';
	trouble($fated, 'platform', $text . $rest);
	trouble($_, 'platform', "not run: the platform, which ran " .
		"$fated->{name} before it, $text") for @later;
}
stop();
for my $of (grep { $_->{done} && @{$_->{waiting}} } @columns) {
	my $rest = "not run: @{$of->{waiting}}";
	my ($why) = grep { $_->[0] eq 'platform' } @{$of->{troubles}};
	if ($why) {
		$why->[1] .= "; $rest";
	} else {
		trouble($of, 'platform', $rest);
	}
}
for (@complaints) {
	my ($of, $name, $text) = @$_;
	trouble($of, $name eq '' ? 'platform' : "$name/kernel-log", $text);
}
last_lines() if grep { $_->[0] eq 'platform' } map { @{$_->{troubles}} } @columns;
print "\r\e[K" if $terminal;
exit finish();
