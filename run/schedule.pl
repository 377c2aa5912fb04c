#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# schedule.pl FILE CPUS MEMORY: run the boots in FILE, those that take longest
# first, as many side by side as there are CPUS and as MEMORY (MiB) holds. What
# has not begun is kept in FILE.waiting, one name a line. When we end, however we
# end, so does all that was started; what the boots came to is theirs to tell.
#
# A boot is a line with tabs in between: its names, the minutes that it takes,
# the MiB that it needs, environment assignments, "--" and a command. Minutes
# "alone" are for what must have the machine to itself: it comes first.
use strict;
use warnings;

my ($file, $cpus, $memory) = @ARGV;
@ARGV == 3 or die "usage: schedule.pl FILE CPUS MEMORY\n";
my (@waiting, %running);	# pid => its boot

open my $boots, '<', $file or die "$file: $!\n";
while (<$boots>) {
	chomp;
	my ($names, $minutes, $need, @words) = split /\t/;
	my %set;
	while (($_ = shift @words) ne '--') {
		/^(\w+)=(.*)/ or die "not an assignment: $_\n";
		$set{$1} = $2;
	}
	my $alone = $minutes eq 'alone';
	push @waiting, { names => $names, alone => $alone, need => $need,
		minutes => $alone ? 1e9 : $minutes, set => \%set,
		command => [@words] };
}
@waiting = sort { $b->{minutes} <=> $a->{minutes} } @waiting;

sub note_waiting {
	open my $out, '>', "$file.waiting" or die "$file.waiting: $!\n";
	print $out "$_->{names}\n" for @waiting;
	close $out or die "$file.waiting: $!\n";
}

# With nothing else running, a boot may have more than there seems to be.
sub fits {
	my ($boot) = @_;
	my @now = values %running;
	return 1 if !@now;
	return 0 if $boot->{alone} || grep { $_->{alone} } @now;
	my $used = 0;
	$used += $_->{need} for @now;
	return @now < $cpus && $used + $boot->{need} <= $memory;
}

sub start {
	my ($boot) = @_;
	my $pid = fork // die "fork: $!\n";
	if (!$pid) {
		$SIG{INT} = $SIG{TERM} = 'DEFAULT';
		%ENV = (%ENV, %{$boot->{set}});
		exec 'setpriv', '--pdeathsig', 'TERM', @{$boot->{command}};
		exit 127;
	}
	$running{$pid} = $boot;
}

# Ctrl-C reaches run_tests.sh, which sends TERM to us.
$SIG{INT} = 'IGNORE';
$SIG{TERM} = sub {
	$SIG{TERM} = 'IGNORE';
	kill TERM => keys %running;
	1 while wait > 0;
	exit 143;
};

note_waiting();
while (@waiting || %running) {
	for my $boot (@waiting) {
		next if !fits($boot);
		@waiting = grep { $_ != $boot } @waiting;
		start($boot);
		note_waiting();
		last;
	}
	# Another one may fit beside it.
	next if grep { fits($_) } @waiting;
	delete $running{wait()};
}
