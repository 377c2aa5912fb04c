#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# records.pl history|fleet DIR [PAGE]: what History.pm or Fleet.pm says of the records in
# DIR; on the page, too, if there is one. Exit status: what that module's status() says; 2
# if there are no such records.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Fleet;
use History;
use Output;
use Say;
use Screen;

my ($kind, $dir, $page) = @ARGV;
my $of = { history => 'History', fleet => 'Fleet' }->{$kind // ''};
$of && (@ARGV == 2 || @ARGV == 3) or exit 2;
my @all = $of->can('read_folder')->($dir);
if (defined $page) {
	open my $to, '>', $page or refuse("$page: $!");
	eval { $of->can('write_page')->($to, @all); 1 } or refuse($@ =~ s/\n.*//sr);
	close $to or refuse("cannot write $page: $!");
}
print $of->can('text')->(Screen::width(), @all);
exit $of->can('status')->(@all);
