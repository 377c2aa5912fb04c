#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# history.pl DIR [PAGE]: what History.pm says of the records in DIR; on the page, too, if
# there is one. Exit status 0; 2 if there are no two records.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use History;
use Output;
use Say;
use Screen;

@ARGV == 1 || @ARGV == 2 or exit 2;
my ($dir, $page) = @ARGV;
my @records = History::records($dir);
if (defined $page) {
	open my $to, '>', $page or refuse("$page: $!");
	eval { History::write_page($to, @records); 1 } or refuse($@ =~ s/\n.*//sr);
	close $to or refuse("cannot write $page: $!");
}
print History::text(Screen::width(), @records);
