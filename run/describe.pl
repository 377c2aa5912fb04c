#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# describe.pl [--json] DIR...: print what the describe program said on each platform
# of a run of run_tests.sh: DIR/COLUMN/describe.tap, where the diagnostics are
# "key: value" lines. Of several runs, each of a kernel, each is told by its folder's name.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Describe;
use JSON::PP;
use Output;
use TAP::Parser;

my $json = @ARGV && $ARGV[0] eq '--json' && shift;
@ARGV or exit 2;

# The facts of each column of a folder, in their order.
sub facts_of {
	my ($dir) = @_;
	my %platform;
	for my $file (glob "\Q$dir\E/*/describe.tap \Q$dir\E/*/run-1/describe.tap") {
		my ($column) = $file =~ m!\Q$dir\E/([^/]+)/!;
		my $parser = TAP::Parser->new({ source => $file });
		my @facts;
		while (my $result = $parser->next) {
			push @facts, [$1, $2] if $result->is_comment &&
				$result->comment =~ /^(.+?): (.*)/;
		}
		$platform{$column} = \@facts;
	}
	return \%platform;
}

my %run = map { s!.*/!!r => facts_of($_) } @ARGV;
my @names = map { s!.*/!!r } @ARGV;
if ($json) {
	for my $platform (values %run) {
		$_ = Describe::typed(@$_) for values %$platform;
	}
	print JSON::PP->new->canonical->pretty->encode({ version => $Describe::version,
		@names > 1 ? (kernels => \%run) : (columns => $run{$names[0]}) });
	exit;
}
for my $name (@names) {
	print "== $name\n" if @names > 1;
	for my $column (sort keys %{$run{$name}}) {
		print "$column\n";
		printf "  %s: %s\n", @$_ for @{$run{$name}{$column}};
	}
}
