#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# summary.pl [--junit FILE] [--quiet] [--end WORD] DIR: complete the record of the run in
# DIR (Record.pm says how results lie there), and tell it. Prints what failed, what was skipped
# and why, the table of Grid.pm (neither with --quiet), and a last line with the counts, in
# which errors count as failed. --end is how the run ended.
# Exit status 1 if a case failed, else 2 if there was an error, else 0.
#
# One case in several runs is told once.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Find;
use FindBin;
use lib $FindBin::Bin;
use Getopt::Long;
use Grid;
use Output;
use Record;
use Say;

my %opt;
GetOptions(\%opt, 'junit=s', 'quiet', 'end=s') && @ARGV == 1 or exit 2;
my $dir = abs_path($ARGV[0]) // refuse("$ARGV[0]: $!");

my $junit;
if ($opt{junit}) {
	open $junit, '>', $opt{junit} or refuse("$opt{junit}: $!");
}
my $record = Record::finish($dir, $opt{end});
my $nr = Record::counts($record);

if ($junit) {
	require TAP::Harness;
	my @files;
	find({ no_chdir => 1, wanted => sub {
		push @files, substr $_, 1 + length $dir if /\.tap\z/;
	} }, $dir);
	chdir $dir or refuse("$dir: $!");
	# An unexpected pass is told, and is no failure.
	$ENV{ALLOW_PASSING_TODOS} = 1;
	TAP::Harness->new({ formatter_class => 'TAP::Formatter::JUnit',
		stdout => $junit })->runtests(sort @files);
	close $junit or refuse("cannot write $opt{junit}: $!");
}

my %column = map { ("$_->{platform} $_->{config}" => $_->{name}) }
	@{$record->{columns}};
my %cases;	# verdict => name => [remark, column => count]
my %skips;	# reason => [names]
for my $case (@{$record->{cases}}) {
	my ($verdict, $name) = @$case{qw(verdict name)};
	my $column = $column{"$case->{platform} $case->{config}"};
	if ($verdict eq 'skip') {
		push @{$skips{$case->{reason} // ''}}, "$column $name";
		next;
	}
	next if $verdict eq 'pass';
	my $told = $cases{$verdict}{$name} //= ['', {}];
	# The finding says most; without one, the reason has to do.
	$told->[0] = $case->{finding} // $case->{reason} // '' if $told->[0] eq '';
	$told->[1]{$column}++;
}

my @titles = (
	fail => 'failed',
	error => 'errors: these could not be judged',
	known => 'failed as --known expects, which counts as passed',
	unexpected => 'passed, though --known expects a failure',
);
while (my ($verdict, $title) = splice @titles, 0, 2) {
	next if !$cases{$verdict};
	print "$title:\n";
	for my $name (sort keys %{$cases{$verdict}}) {
		my ($remark, $where) = @{$cases{$verdict}{$name}};
		my @where = map { $where->{$_} > 1 ? "$_ $where->{$_} times" : $_ }
			grep { $_ ne '' } sort keys %$where;
		print "  $name", @where ? ' (' . join(', ', @where) . ')' : '',
			$remark ne '' ? ": $remark" : '', "\n";
	}
}
if (%skips && !$opt{quiet}) {
	print "skipped:\n";
	for my $why (sort keys %skips) {
		my @names = @{$skips{$why}};
		my $more = @names > 1 ? ' and ' . (@names - 1) . ' more' : '';
		print "  $why: $names[0]$more\n";
	}
}
$| = 1;
print Grid::text($record, 80), "results are in $dir\n" if !$opt{quiet};

my $bad = $nr->{fail} + $nr->{error};
my $good = $nr->{pass} + $nr->{known} + $nr->{unexpected};
print "$good passed, $bad failed, $nr->{skip} skipped\n";
exit($nr->{fail} ? 1 : $nr->{error} || !($good + $nr->{skip}) ? 2 : 0);
