#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# What provision/bochs.sh prints where there is a compiled Bochs, and what it says where
# none can be had. The archive is a folder that a stand-in for apt-get names, and there
# is no source of Bochs in it. That this one compiles is what a boot of vmx shows.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../../run";
use Child;
use File::Temp qw(tempdir);
use Files;
use Test::More;
use Try;

my $script = "$FindBin::Bin/../../provision/bochs.sh";
my $base = tempdir(CLEANUP => 1);

sub put {
	my ($name, $text) = @_;
	write_file("$base/$name", $text, 0755);
}

# Run it with the cache $cache; returns its exit status, what it printed and what it said.
sub bochs {
	my ($cache, %env) = @_;
	local @ENV{qw(PATH OFFLINE)} = ("$base/bin:$ENV{PATH}", '');
	local @ENV{keys %env} = values %env;
	return try(sub { exec $script, "$base/$cache" });
}

# It ends well, prints nothing, and its last line says $why.
sub goes_without {
	my ($why, $name, @how) = @_;
	my ($status, $printed, $said) = bochs(@how);
	is($status, 0, "$name: no failure");
	is($printed, '', '... and no Bochs');
	like($said, qr/(?:\A|\n)[^\n]*Debian's Bochs, which is slower: $why[^\n]*\n\z/,
		'... which is told');
}

put('bin/apt-get', "#!/bin/sh\necho file:$base/archive/\n");
goes_without('.* --offline forbids', 'offline', 'a', OFFLINE => 1);
ok(!-e "$base/a", '... and nothing is made');
goes_without('cannot download', 'an archive without the source', 'b');

# The script itself, but for the sum of its source.
my $text = slurp($script);
my ($version) = $text =~ /^version=(\S+)/m;
my $source = "bochs_$version+dfsg.orig.tar.xz";
put("archive/pool/main/b/bochs/$source", "nothing good\n");
goes_without('cannot download .*Hash Sum mismatch', 'another source by that name', 'c');
is_deeply([glob "$base/c/*"], [], '... and nothing is left of it');
put('bin/apt-get', "#!/bin/sh\n");
goes_without('this apt knows no archive', 'no archive', 'd');
put('e', '');
goes_without('cannot write', 'a cache that is none', 'e');

# A source that compiles to something that counts how often it was compiled, and one that
# does not.
sub source {
	my ($make) = @_;
	put('tree/bochs/configure', "#!/bin/sh\n");
	put('tree/bochs/Makefile', "bochs:\n\t$make\n");
	my $file = "$base/archive/pool/main/b/bochs/$source";
	Child::run('tar', '-C', "$base/tree", '-cJf', $file, 'bochs') == 0 or
		die "cannot make $file\n";
	my ($sum) = (Child::output('sha256sum', $file))[1] =~ /^(\w+)/;
	put('provision/bochs.sh', $text =~ s/^sum=.*/sum=$sum/mr);
}

put('bin/apt-get', "#!/bin/sh\necho file:$base/archive/\n");
put('provision/lib.sh', slurp("$FindBin::Bin/../../provision/lib.sh"));
$script = "$base/provision/bochs.sh";
source('echo error: no; false');
goes_without('cannot compile .*error: no', 'a source that does not compile', 'f');
is_deeply([glob "$base/f/*"], [], '... and nothing is left of it');

source("echo >>$base/times; cp /bin/true bochs");
my @both;
{
	local $ENV{PATH} = "$base/bin:$ENV{PATH}";
	local $ENV{OFFLINE} = '';
	@both = map { Child::start(out => "$base/out.$_", err => "$base/err.$_",
		command => [$script, "$base/g"]) } 1, 2;
}
is(Child::wait_for($_), 0, 'one of two at the same time') for @both;
is(-s "$base/times", 1, 'it is compiled once');
my ($bochs) = glob "$base/g/bochs-$version-*/bochs";
for (1, 2) {
	is(slurp("$base/out.$_"), "$bochs\n", 'both print its name');
}
is(Child::run($bochs), 0, 'it can be run');
is_deeply([glob "$base/g/.bochs/*"], [], 'nothing else is left');
source('false');
for my $offline ('', 1) {
	is_deeply([bochs('g', OFFLINE => $offline)], [0, "$bochs\n", ''],
		'what was compiled before is used' . ($offline && ', offline'));
}

done_testing;
