#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# compare.pl [--limit GLOB=N%]... [--accept FILE] OLD NEW: what Compare.pm and Cost.pm say
# of two records, or the folders that they are in.
# Exit status 1 if a case fails that did not, or costs more than is allowed, else 0; 2 if
# there is no such record.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Compare;
use Cost;
use Getopt::Long;
use Output;
use Record;
use Say;
use Screen;

my %opt = (limit => []);
GetOptions(\%opt, 'limit=s@', 'accept=s') && @ARGV == 2 or exit 2;
my @records = map { Record::load($_) // refuse("there is no record in $_") } @ARGV;
my @limits = map { Cost::parse_limit($_) // refuse("--limit wants ROW=PERCENT%, not '$_'") }
	@{$opt{limit}};
unshift @limits, eval { Cost::read_limits($opt{accept}) } if defined $opt{accept};
refuse($@ =~ s/\n.*//sr) if $@;
my ($text, $failing) = Compare::text(Screen::width(), @records);
my ($costs, $dearer) = Cost::compare(Screen::width(), @records, @limits);
print $text, $costs;
exit($failing || $dearer ? 1 : 0);
