#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# summary.pl [--junit FILE] [--quiet] DIR: judge all .tap files below DIR.
# TAP::Harness reads them, as prove would. Prints what failed, what was skipped
# and why, the table of table.pl (neither with --quiet), and a last line with the counts, in which errors
# count as failed.
# Exit status 1 if a case failed, else 2 if there was an error, else 0.
#
# DIR/COLUMN/[run-N/][part-N/]ID.tap is what run_tests.sh makes; files right in DIR do
# as well. One case in several runs is told once.
use strict;
use warnings;
use Cwd qw(abs_path getcwd);
use File::Find;
use FindBin;
use lib $FindBin::Bin;
use Getopt::Long;
use Output;
use Say;
use TAP::Harness;
use Verdict;

my %opt;
GetOptions(\%opt, 'junit=s', 'quiet') && @ARGV == 1 or exit 2;
my $dir = abs_path($ARGV[0]);

my $junit;
if ($opt{junit}) {
	open $junit, '>', $opt{junit} or refuse("$opt{junit}: $!");
}
chdir $dir or refuse("$dir: $!");

my @files;
find({ no_chdir => 1, wanted => sub {
	push @files, s!^\./!!r if /\.tap$/;
} }, '.');
@files = sort @files;

my %nr = map { $_ => 0 } qw(pass skip known unexpected fail error);
my %cases;	# verdict => case => [remark, column => count]
my %skips;	# reason => [names]

# Collect the results while the harness reads them. Diagnostics follow the
# result that they belong to.
sub made_parser {
	my ($parser, $job) = @_;
	my $column = $job->[0] =~ m!^([^/]+)/! ? $1 : '';
	my $last;
	$parser->callback(test => sub {
		my ($result) = @_;
		my $verdict = Verdict::of($result);
		my $name = Verdict::name($result);
		$nr{$verdict}++;
		undef $last;
		if ($verdict eq 'skip') {
			push @{$skips{Verdict::why($result)}}, "$column $name";
		} elsif ($verdict ne 'pass') {
			$last = $cases{$verdict}{$name} //= ['', {}];
			$last->[0] ||= Verdict::why($result);
			$last->[1]{$column}++;
		}
	});
	# The finding says most; without one, the first line has to do.
	$parser->callback(comment => sub {
		my $text = $_[0]->comment;
		return if !$last;
		$last->[0] = $text if $last->[0] eq '' || $text =~ /^known finding /;
	});
}

my $harness = TAP::Harness->new({ verbosity => -3 });
$harness->callback(made_parser => \&made_parser);
my $total = $harness->runtests(@files);
my @broken = $total->parse_errors;

if ($junit) {
	# An unexpected pass is told, and is no failure.
	$ENV{ALLOW_PASSING_TODOS} = 1;
	TAP::Harness->new({ formatter_class => 'TAP::Formatter::JUnit',
		stdout => $junit })->runtests(@files);
	close $junit or refuse("cannot write $opt{junit}: $!");
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
# Mostly told among the errors already.
if (@broken && !$nr{error}) {
	print "unfinished: $_\n" for @broken;
}

$| = 1;
if (!$opt{quiet}) {
	system $^X, "$FindBin::Bin/table.pl", $dir;
	print "results are in $dir\n";
}

my $bad = $nr{fail} + $nr{error};
my $good = $nr{pass} + $nr{known} + $nr{unexpected};
print "$good passed, $bad failed, $nr{skip} skipped\n";
exit($nr{fail} ? 1 : $nr{error} || @broken || !($good + $nr{skip}) ? 2 : 0);
