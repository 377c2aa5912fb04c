#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# describe.pl [--json] DIR: print what the describe program said on each platform
# of a run of run_tests.sh: DIR/COLUMN/describe.tap, where the diagnostics are
# "key: value" lines.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use JSON::PP;
use Output;
use TAP::Parser;

my $json = @ARGV && $ARGV[0] eq '--json' && shift;
@ARGV == 1 or exit 2;
my %platform;
for my $file (glob "$ARGV[0]/*/describe.tap $ARGV[0]/*/run-1/describe.tap") {
	my ($column) = $file =~ m!\Q$ARGV[0]\E/([^/]+)/!;
	my $parser = TAP::Parser->new({ source => $file });
	my @facts;
	while (my $result = $parser->next) {
		push @facts, [$1, $2]
			if $result->is_comment &&
			$result->comment =~ /^(.+?): (.*)/;
	}
	$platform{$column} = \@facts;
}
if ($json) {
	my %all = map {
		my $facts = $platform{$_};
		$_ => { map { $_->[0] => $_->[1] } @$facts };
	} keys %platform;
	print JSON::PP->new->canonical->pretty->encode(\%all);
	exit;
}
for my $column (sort keys %platform) {
	print "$column\n";
	printf "  %s: %s\n", @$_ for @{$platform{$column}};
}
