#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# bench.pl JSON PLATFORMS COMMAND...: measure how fast the gate is on each of PLATFORMS,
# words in one argument (Speed.pm says what the figures mean), then run COMMAND, which is
# build/ARCH/bench (the head of host/tools/bench.c says what it prints and what the
# figures mean). Show tables while that goes on, and leave the same figures in the file
# JSON. Exit status: 0, or 2 if something could not be measured. A share above the limit is marked and
# nothing else, as it depends on what the machine is.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use JSON::PP;
use Output;
use POSIX qw(strftime);
use Say;
use Speed;

my $limit = 10;	# per cent of the CPU time
my ($file, $platforms, @command) = @ARGV;

refuse('usage: bench.pl JSON PLATFORMS COMMAND...') if !@command;
# Before the minutes that the rest takes; what an earlier run left stays until then.
open my $to, '>>', $file or refuse("$file: $!");

my %json = (date => strftime('%Y-%m-%dT%H:%M:%SZ', gmtime),
	version => $ENV{VERSION} // 'unknown', limit_percent => $limit, passes => []);
my %threads;
my $over = 0;

sub seconds { 0 + sprintf '%.6f', $_[0] / 1e9 }

sub sum {
	my ($what) = @_;
	my $sum = 0;
	$sum += $_->{$what} for values %threads;
	return $sum;
}

sub pass {
	my ($collector, $pages, $wall_ns) = @_;
	my ($cpu, $ours) = (sum('cpu_s'), sum('ours_s'));
	# Guest time is rounded, and sampled: no more than there is.
	my $guest = sum('guest_s');
	$guest = $cpu - $ours if $guest > $cpu - $ours;
	my %pass = (collector => $collector, pages => 0 + $pages,
		wall_s => seconds($wall_ns), guest_s => $guest,
		kernel_s => 0 + sprintf('%.6f', $cpu - $ours - $guest),
		ours_s => $ours,
		share_percent => 0 + sprintf('%.2f', $cpu ? 100 * $ours / $cpu : 0),
		threads => { %threads });
	push @{$json{passes}}, \%pass;
	my $mark = $pass{share_percent} > $limit;
	$over += $mark;
	printf "%-13s %7d %8.3f %8.3f %8.3f %8.4f %7.2f%s\n",
		@pass{qw(collector pages wall_s guest_s kernel_s ours_s share_percent)},
		$mark ? " > $limit" : '';
}

my %on = (
	host => sub {
		@json{qw(kernel backend parameters)} = map { $_ // '' } @_[0 .. 2];
		print join(' ', "KVM $json{kernel}, backend", @json{qw(backend parameters)}),
			"\n";
		printf "%-13s %7s %8s %8s %8s %8s %7s\n", 'collector', 'pages',
			'wall s', 'guest s', 'kernel s', 'ours s', 'share %';
	},
	thread => sub {
		my ($collector, $name, $cpu, $kvm, $user, $system, $guest) = @_;
		$threads{$name} = { cpu_s => seconds($cpu), kvm_s => seconds($kvm),
			ours_s => seconds($cpu - $kvm), user_s => seconds($user),
			system_s => seconds($system), guest_s => seconds($guest) };
	},
	# A part of the whole that was measured by itself, and is not overhead.
	copy => sub {
		my ($collector, $ns) = @_;
		$threads{main}{copy_s} = seconds($ns);
		$threads{main}{cpu_s} += $threads{main}{copy_s};
	},
	pass => sub { pass(@_); %threads = () },
	skip => sub {
		my ($collector, $reason) = @_;
		push @{$json{passes}}, { collector => $collector, skip => $reason };
		printf "%-13s skipped: %s\n", $collector, $reason;
	},
	error => sub {
		my ($collector, $reason) = @_;
		push @{$json{passes}}, { collector => $collector, error => $reason };
		printf "%-13s not measured: %s\n", $collector, $reason;
	},
);

# How fast the gate is on a platform. True if that could be measured.
sub speed {
	my ($platform) = @_;
	my $figures = $json{platforms}{$platform} = Speed::measure($platform);
	if (defined $figures->{error}) {
		printf "%-10s not measured: %s\n", $platform, $figures->{error};
		return 0;
	}
	printf "%-10s %6d %8.1f %8.1f %8.1f %8.1f %8.1f %8s %8s\n", $platform,
		@$figures{qw(cases wall_s cpu_s cases_per_s cpu_ms_per_case start_s)},
		map { defined ? sprintf '%.1f', $_ : '-' }
		@$figures{qw(first_failure_median_s first_failure_95_s)};
	return 1;
}

$| = 1;
my $measured = 1;
my @platforms = split ' ', $platforms;
printf "%-10s %6s %8s %8s %8s %8s %8s %8s %8s\n", 'quick run', 'cases', 'wall s', 'CPU s',
	'cases/s', 'CPU ms', 'start s', 'median s', '95% s' if @platforms;
speed($_) or $measured = 0 for @platforms;
print "\n" if @platforms;

open my $from, '-|', @command or exit 2;	# Perl has said why
while (<$from>) {
	chomp;
	my ($key, @values) = split /\t/;
	($on{$key // ''} // refuse("$command[0] says: $_"))->(@values);
}
close $from;
my $status = $? || !$measured ? 2 : 0;

truncate $to, 0;
print $to JSON::PP->new->pretty->canonical->encode(\%json);
close $to or refuse("$file: $!");
print "marked: $over passes in which more than $limit % is ours\n" if $over;
print "$file\n" if @{$json{passes}} || $json{platforms};
exit $status;
