#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# provision/stick.sh where there is no room for the image: one line says so, what had the
# image's name is still there, and nothing else is. selftest/image.sh boots what it makes.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../../run";
use Child;
use Cwd qw(abs_path);
use File::Temp qw(tempdir);
use Files;
use Test::More;

my $top = abs_path("$FindBin::Bin/../..");
my $dir = tempdir(CLEANUP => 1);
plan skip_all => 'what makes a stick is missing'
	if system "'$top/provision/setup.sh' --check image-x86 2>/dev/null";
plan skip_all => 'cannot mount: not root, or in a container'
	if system "unshare -m mount -t tmpfs none '$dir' 2>/dev/null";

write_file("$dir/$_", 'x' x 1e6) for qw(kernel initramfs);
mkdir "$dir/$_" for qw(small tmp);
$ENV{TMPDIR} = "$dir/tmp";
my $pid = Child::start(out => "$dir/said", err => "$dir/err", command => ['unshare', '-m',
	'sh', '-c', 'mount -t tmpfs -o size=30m none "$2" && echo old >"$2/a.img" || exit 9
	"$1/provision/stick.sh" x86 "$3/kernel" "$3/initramfs" "$2/a.img" ""
	echo "status $?"; ls -A "$2"; head -c 4 "$2/a.img"', 'sh', $top, "$dir/small", $dir]);
Child::wait_for($pid);
is(slurp("$dir/said"), "status 2\na.img\nold\n", 'what was there is still there');
like(slurp("$dir/err"), qr/\Astick\.sh: [^\n]+\n\z/, '... and one line says why');
is_deeply([glob "\Q$dir\E/tmp/*"], [], '... and nothing is left');
done_testing;
