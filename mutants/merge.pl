#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# merge.pl [--out DIR] SHARD...: one table of the shards of mutants in these folders, in DIR,
# or in a new folder of results, and on standard output. Exit status: as that of run.pl; 2
# at least if a shard is lost, and if they do not belong together.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../run";
use Getopt::Long;
use Output;
use Ready;
use Shards;

my $out;
GetOptions('out=s' => \$out) && @ARGV or exit 2;
my ($whole, @lost) = Shards::merge(Shards::read_folders(@ARGV));
$out = Ready::make_out($out);
my ($text, $status) = Shards::tell($out, $whole);
print $text, @lost ? "LOST shards: @lost\n" : '', "results are in $out\n";
exit $status;
