#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# merge.pl [--out DIR] [REPORT...] [--for NAME] SHARD...: one record of the shards in these
# folders, as Merge.pm makes it, in DIR, or in a new folder of results; and what summary.pl
# says of it, which reports are for. Of shards of mutants, one table. Exit status: that of a
# run, in which a shard that is lost is an error; 2 if they do not belong together.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Getopt::Long;
use Merge;
use Options;
use Ready;
use Record;
use Say;

my %opt;
my @words = map { "$_=s" } @Options::reports, qw(origin build-id for);
GetOptions(\%opt, 'out=s', @words) && @ARGV or exit 2;
my $out = delete $opt{out};
if (grep { -e "$_/mutants.json" } @ARGV) {
	my ($word) = sort keys %opt;
	refuse("--$word is not for mutants") if defined $word;
	exec 'perl', 'mutants/merge.pl', defined $out ? ('--out', $out) : (), @ARGV;
}
my $record = Merge::record(Merge::read_folders(@ARGV));
$out = Ready::make_out($out);
Record::write_to($out, $record);
my $text = Merge::text($record);
# A report may have standard output for itself.
($opt{ktap} // '') eq '-' ? print STDERR $text : say_line($text =~ s/\n\z//r);
exec 'perl', "$FindBin::Bin/summary.pl", map({ ("--$_", $opt{$_}) } sort keys %opt), $out;
