#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# fleet.pl DIR [PAGE]: what Fleet.pm says of the records in DIR; on the page, too, if there
# is one. Exit status 1 if a host has a failure that is not known, else 0; 2 if there is no
# record of a host.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Fleet;
use Output;
use Say;
use Screen;

@ARGV == 1 || @ARGV == 2 or exit 2;
my ($dir, $page) = @ARGV;
my @hosts = Fleet::hosts($dir);
if (defined $page) {
	open my $to, '>', $page or refuse("$page: $!");
	eval { Fleet::write_page($to, @hosts); 1 } or refuse($@ =~ s/\n.*//sr);
	close $to or refuse("cannot write $page: $!");
}
print Fleet::text(Screen::width(), @hosts);
exit((grep { $_->{counts}{fail} } @hosts) ? 1 : 0);
