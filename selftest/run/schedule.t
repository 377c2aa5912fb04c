#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# The order in which jobs are run, and which run side by side. The jobs are made up: each
# writes down when it begins and ends. A job that is to run beside others ends when they
# have all begun.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../../run";
use Child;
use Schedule;
use Test::More;
use Try;

pipe my $from, my $log or die "pipe: $!\n";

sub job {
	my ($name, %of) = @_;
	return { name => $name, minutes => 1, memory => 0, %of, run => sub {
		syswrite $log, "+$name\n";
		$of{until}->() if $of{until};
		syswrite $log, "-$name\n";
		return 0;
	} };
}

# What was written down, in its order.
sub ran {
	my ($cpus, $memory, @jobs) = @_;
	my $schedule = Schedule->new($cpus, $memory);
	$schedule->add(@jobs);
	$schedule->run;
	syswrite $log, "end\n";
	my @lines;
	while (($_ = readline $from) ne "end\n") {
		chomp;
		push @lines, $_;
	}
	return "@lines";
}

is(ran(1, 0, job('a', minutes => 1), job('b', minutes => 3), job('c', minutes => 2)),
	'+b -b +c -c +a -a', 'what takes longest is first');
is(ran(1, 0, job('a', minutes => 9), job('b', alone => 1)), '+b -b +a -a',
	'what must be alone is first of all');
is(ran(4, 100, job('a', minutes => 2, memory => 60), job('b', memory => 60)),
	'+a -a +b -b', 'two that the memory does not hold');
is(ran(4, 100, job('a', memory => 200)), '+a -a',
	'one alone may have more memory than there seems to be');

# Each waits for the other: they end only if both run at a time.
sub together {
	my ($cpus, $memory, %of) = @_;
	pipe my $a, my $to_a or die "pipe: $!\n";
	pipe my $b, my $to_b or die "pipe: $!\n";
	my $said = ran($cpus, $memory,
		job('a', minutes => 2, %of, until => sub {
			syswrite $to_b, 'x';
			sysread $a, my $byte, 1;
		}), job('b', %of, until => sub {
			syswrite $to_a, 'x';
			sysread $b, my $byte, 1;
		}));
	return join ' ', sort split / /, $said;
}
is(together(2, 100, memory => 50), '+a +b -a -b', 'two that fit run at a time');

# The one that fits is not held up by one that does not: large ends only when small has
# begun, and too-large begins only then. What else is first is up to the kernel.
{
	pipe my $begun, my $to or die "pipe: $!\n";
	my $said = ran(2, 100, job('large', minutes => 3, memory => 60, until => sub {
			sysread $begun, my $byte, 1;
		}), job('too-large', minutes => 2, memory => 60),
		job('small', memory => 40, until => sub { syswrite $to, 'x' }));
	like($said, qr/\+small .*-large .*\+too-large/,
		'a small one goes before one that does not fit');
}

# A signal: what runs is ended, what waits is told.
my ($status, undef, $said) = try(sub {
	my $schedule = Schedule->new(1, 0);
	$SIG{TERM} = sub {
		Child::end_all();
		print STDERR join(' ', $schedule->waiting), "\n";
		exit 143;
	};
	my $runner = $$;
	$schedule->add(job('a', minutes => 2, until => sub {
		kill TERM => $runner;
		sysread $from, my $byte, 1 while 1;
	}), job('b'), job('c', minutes => 1));
	$schedule->run;
});
is($status, 143, 'a signal ends it');
is($said, "b c\n", '... and what did not begin is told');
done_testing;
