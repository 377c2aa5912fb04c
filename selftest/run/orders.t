#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# The file of orders: what is in it, that its archive can be unpacked, and that
# inside/runner.sh does what it says and refuses what it does not know.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../../run";
use Child;
use File::Temp qw(tempdir);
use Files;
use Orders;
use Test::More;

my $dir = tempdir(CLEANUP => 1);
my $runner = "$FindBin::Bin/../../inside/runner.sh";

sub file {
	my ($name, @what) = @_;
	write_file("$dir/$name", @what);
}

my $text = Orders::text(known => '/a b/known.tsv', launch => '',
	job => ['x x -c *', 'x-2 x'],
	configs => [{ name => 'default', args => '-s 1', replay => './run.sh',
		module => ['kvm.a=0'], pool => { '2048kB' => 3 }, pages => undef },
		{ name => 'b', args => '-s 2', kernel => ['k=1'], through => 'm' }]);
is($text, <<'TEXT', 'the text of orders');
known /a b/known.tsv
job x x -c *
job x-2 x
config default
args -s 1
replay ./run.sh
module kvm.a=0
pool 2048kB 3
config b
args -s 2
through m
kernel k=1
TEXT
ok(!eval { Orders::text(tell => "a\nb", job => [], configs => []) },
	'a line break is no part of an order');

# The lengths of the files are such that each needs another padding.
my %files = (orders => \$text, map { ("f$_" => \('x' x $_)) } 0 .. 4);
open my $to, '>:raw', "$dir/archive" or die "$dir/archive: $!\n";
Orders::archive($to, "$dir/archive", %files);
close $to or die "$dir/archive: $!\n";
mkdir "$dir/unpacked";
is(Child::run('sh', '-c', 'cd "$1/unpacked" && cpio -i --quiet <../archive', 'sh', $dir),
	0, 'cpio takes the archive');
for my $name (sort keys %files) {
	open my $from, '<', "$dir/unpacked/$name" or die "$name: $!\n";
	local $/;
	is(<$from> // '', ${$files{$name}}, "what is unpacked as $name");
}

# A program that says how it was called.
mkdir "$dir/tests";
file('tests/x', "#!/bin/sh\necho \"\$KVM_DIRTY_REPLAY|\$*\"\n", 0755);

sub framed {
	my ($orders, @arguments) = @_;
	file('orders', $orders);
	my ($status, $said) = Child::output('sh', $runner, 'framed', "$dir/tests",
		"$dir/orders", @arguments);
	$said =~ s/\@ready .*/\@ready/;
	$said =~ s/(\@end \S+ \d+) .*/$1/g;
	return $said;
}

is(framed($text, 'default', '-o'), <<'TEXT', 'a config of two');
@ready
@begin x
./run.sh|-c * -o -s 1 -k /a b/known.tsv

@end x 0
@begin x-2
./run.sh|-o -s 1 -k /a b/known.tsv

@end x-2 0
@done
TEXT
like(framed($text, 'b'), qr/^\|-c \* -s 2 -k/m, 'the other one');
is(framed("expected /e\nlaunch env A=b\njob x x\nconfig c\nargs -s 3\n", 'c'),
	"\@ready\n\@begin x\n|-s 3 -K /e\n\n\@end x 0\n\@done\n",
	'what stands before a command');
is(framed("job x x\nnix 1\nconfig c\n", 'c'),
	"\@trouble the orders say 'nix', which is unknown\n\@done\n", 'an unknown word');
done_testing;
