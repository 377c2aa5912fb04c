#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# compare.pl OLD NEW: what Compare.pm says of two records, or the folders that they are in.
# Exit status 1 if a case fails that did not, else 0; 2 if there is no such record.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Compare;
use Output;
use Record;
use Say;
use Screen;

@ARGV == 2 or exit 2;
my ($text, $failing) = Compare::text(Screen::width(),
	map { Record::load($_) // refuse("there is no record in $_") } @ARGV);
print $text;
exit($failing ? 1 : 0);
