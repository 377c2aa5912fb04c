#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# summary.pl [--junit FILE] [--ctrf FILE] [--ktap FILE|-]
#            [--kcidb FILE --origin O --build-id B] [--quiet] [--end WORD] [--for NAME] DIR
#
# Complete the record of the run in DIR (Record.pm says how results lie there), write it in
# these forms, and tell it: Summary.pm's text, the table of Grid.pm or Cost.pm, what Consumers.pm
# judges, and a last line with the counts, in which errors count as failed. --quiet leaves
# out the table and what was skipped. --end is how the run ended. With --ktap - the report
# is standard output's, and all else goes to standard error.
# Exit status 1 if a case failed, else 2 if there was an error, else 0; with --for, 1 if the
# consumer NAME is not safe, 2 if that was not judged, else 0.
use strict;
use warnings;
use Cwd qw(abs_path);
use FindBin;
use lib $FindBin::Bin;
use Consumers;
use Cost;
use Getopt::Long;
use Grid;
use Options;
use Output;
use Record;
use Say;
use Screen;
use Summary;

my %opt;
GetOptions(\%opt, map({ "$_=s" } @Options::reports, qw(origin build-id end for)), 'quiet') &&
	@ARGV == 1 or exit 2;
-d $ARGV[0] or refuse("$ARGV[0] is no folder of results");
my $dir = abs_path($ARGV[0]) // refuse("$ARGV[0]: $!");

# Opened before anything is told, so that what cannot be written is told first.
my %to;
for my $form (grep { defined $opt{$_} } @Options::reports) {
	my $file = $opt{$form};
	my $opened = $file eq '-' ? open $to{$form}, '>&', \*STDOUT :
		open $to{$form}, '>', $file;
	refuse("$file: $!") if !$opened;
}
open STDOUT, '>&', \*STDERR or refuse("standard error: $!")
	if grep { $opt{$_} eq '-' } keys %to;
my $record = Record::finish($dir, $opt{end});
my $nr = Record::counts($record);

for my $form (sort keys %to) {
	my $writer = ucfirst $form;
	eval "require $writer; 1" or refuse($@ =~ s/\n.*//sr);
	$writer->can('write_to')->($to{$form}, $record, %opt);
	close $to{$form} or refuse("cannot write $opt{$form}: $!");
}
$| = 1;
if (!$opt{quiet}) {
	my $width = Screen::width();
	my $costs = Cost::text($record);
	print Summary::text($record, $width),
		$costs ne '' ? $costs : Grid::text($record, $width),
		"results are in $dir\n";
} else {
	print Summary::text({ %$record, cases =>
		[grep { $_->{verdict} ne 'skip' } @{$record->{cases}}] }, 80);
}
my @judged = Record::consumers($record);
print Summary::verdicts($opt{quiet} ? 80 : Screen::width(), $opt{for}, @judged),
	Summary::counts($nr), "\n";
exit($opt{for} ? Consumers::status($opt{for}, @judged) : Summary::status($nr));
