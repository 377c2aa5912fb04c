#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# The command line of run_tests.sh, option by option.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../../run";
use Child;
use Cwd qw(getcwd);
use File::Temp;
use Options;
use POSIX qw(mkfifo);
use Test::More;
use Try;

delete @ENV{grep { /^KVM_DIRTY_/ } keys %ENV};
my @all = qw(host svm vmx);
my $place = File::Temp->newdir;
my $image = "$place/x"; # which is not there

sub parsed {
	return Options->parse([@all, 'other'], \@all, @_);
}

sub is_refused {
	my ($pattern, @arguments) = @_;
	like(refused(sub { parsed(@arguments) }), $pattern,
		"refused: @arguments");
}

my $plain = parsed();
is_deeply([@$plain{qw(seed repeat timeout_scale)}], [1, 1, 1], 'defaults');
is_deeply($plain->{platforms}, [], 'no platform unless one is named');

is(parsed('--seed', 7)->{seed}, 7, 'a value that follows');
is(parsed('--seed=0x1f')->{seed}, '0x1f', 'a value that is joined');
is(parsed('--timeout-scale', 99999)->{timeout_scale}, 99999, 'the largest number');
is(parsed('--known', 'x')->{known}, getcwd() . '/x', 'a file has its folder');
is(parsed('--known', '/x')->{known}, '/x', 'a file that has it already');
is(parsed('--kernel', '6.12.117')->{kernel}, '6.12.117', 'a version of a kernel');
is(parsed('--kernel', $_)->{kernel}, $_, "Debian's kernel $_")
	for qw(7.2 7.3-rc7 7.2.13-1 6.12.117+deb12-amd64 sid newest bookworm-backports);
is(parsed('--kernel', $_)->{kernel}, getcwd() . "/$_", "the file $_")
	for qw(./sid bzImage vmlinuz_6.12 6.12-Image README.md);
is(parsed('--kernel', '/sid')->{kernel}, '/sid', 'a file in a folder');
{
	my $dir = File::Temp->newdir;
	my $before = getcwd();
	chdir $dir or die "$dir: $!\n";
	mkdir 'trixie';
	open my $to, '>', 'image' or die "image: $!\n";
	close $to;
	is(parsed('--kernel', 'image')->{kernel}, getcwd() . '/image',
		'a file that could be a suite');
	is(parsed('--kernel', 'trixie')->{kernel}, 'trixie', 'a folder is no file');
	chdir $before or die "$before: $!\n";
}
is(parsed('--soak', '--for', '2d')->{for}, 172800, 'a time in seconds');
is(parsed('--for', 'qemu-ring')->{consumer}, 'qemu-ring', 'a consumer');
is_deeply(parsed('--soak', '--for', '9s')->{patterns}, ['model/[!f]*'],
	'a soak has a pattern');
is_deeply(parsed('--steps', 'a:1,b', 'x')->{patterns}, ['x'],
	'a pattern of the user wins');
is_deeply(parsed('--platform', 'svm', '--platform=svm', '--platform', 'vmx')->
	{platforms}, [qw(svm vmx)], 'a platform that is named twice');
is_deeply(parsed('--platform', 'all')->{platforms}, \@all, 'all platforms');
is_deeply(parsed('--config', 'a,b', '--config', 'c')->{configs}, [qw(a b c)],
	'configs');
is_deeply(parsed('--rate', '-h', '--nix')->{rate}, ['-h', '--nix'],
	'what follows --rate is for the tool');
ok(parsed('--peers')->{mutants}, '--peers is about mutants');
ok(parsed('--json')->{describe}, '--json is about descriptions');
ok(parsed('a', '--help', '--nix')->{help}, 'help, whatever follows');

is_deeply(parsed('--compare', '/a', 'b')->{compare}, ['/a', getcwd() . '/b'],
	'two folders to compare');
is_refused(qr/--compare wants two/, '--compare', @$_) for [], ['a'], ['a', 'b', 'c'];
is_refused(qr/--ctrf goes with a run of tests, and not with $_->[0]/, '--ctrf=x', @$_)
	for ['--list'], ['--describe'], ['--mutants'], ['--rate'], ['--compare', 'a', 'b'];
is_refused(qr/$_->[0] and $_->[1] are two questions/, @$_)
	for ['--list', '--describe'], ['--list', '--compare', 'a', 'b'],
	['--describe', '--rate'];
is_refused(qr/--ktap - is for one kernel/, qw(--ktap - --kernel a --kernel b));
is_refused(qr/--kcidb is for one kernel/, qw(--kcidb f --kernel a --kernel b));
my @kcidb = qw(--kcidb=f --origin=o_1 --build-id=p:b);
is_deeply([parsed(@kcidb)->report_words], ['--kcidb', getcwd() . '/f', '--origin', 'o_1',
	'--build-id', 'p:b'], 'a report for kcidb');
for my $less (0 .. 2) {
	my @some = @kcidb[grep { $_ != $less } 0 .. 2];
	is_refused(qr/--kcidb, --origin and --build-id go together/, @some);
}
is_refused(qr/--origin wants a name/, "--origin=$_") for 'A', 'a-b', 'a:b';
is_refused(qr/--build-id wants ORIGIN:ID/, "--build-id=$_") for 'b', 'o:', ':b', 'O:b';
{
	my $dir = File::Temp->newdir;
	mkdir "$dir/$_" or die "$dir/$_: $!\n" for qw(6.12 sid);
	for my $file ("$dir/6.12/results.json", "$dir/bzImage") {
		open my $to, '>', $file or die "$file: $!\n";
		close $to;
	}
	my $before = getcwd();
	chdir $dir or die "$dir: $!\n";
	my $here = getcwd();
	for (['6.12', "$here/6.12", 'a record in a folder that is named like a kernel'],
		['./old', "$here/./old", 'a folder that is not there'],
		['/x/r.json', '/x/r.json', 'a record by its own name']) {
		my ($old, $against, $what) = @$_;
		my $options = parsed('--against', $old);
		is($options->{against}, $against, "against $what");
		is_deeply($options->{kernels}, [], '... and no kernel');
		is_deeply($options->{others}, ['--against', $old], '... each of several');
	}
	for ([qw(6.1 6.1)], [qw(sid sid)], ['bzImage', "$here/bzImage"]) {
		my ($old, $kernel) = @$_;
		my $options = parsed("--against=$old");
		is($options->{against}, undef, "against the kernel $old");
		is_deeply($options->{kernels}, [{ kernel => $kernel, old => 1 }, {}],
			"... which is before the platform's own");
		is_deeply($options->{others}, [], '... and is not compared with itself');
	}
	chdir $before or die "$before: $!\n";
}
is_deeply([Cost::words(parsed('--cost', '--limit', 'get/*=20%', '--limit=log*=3', '--accept',
	'/f'))], ['--limit', 'get/*=20%', '--limit', 'log*=3', '--accept', '/f'],
	'what a row may cost more');
is_refused(qr/--limit wants ROW=PERCENT%/, '--cost', '--limit', 'get');
is_refused(qr/--limit and --accept are for two runs with --cost/, @$_)
	for ['--limit', 'get=3'], ['--accept', 'f'];
is_refused(qr/--cost and --$_ do not go together/, '--cost', "--$_")
	for qw(describe mutants quick rate);
is(parsed(qw(--limit get=3 --compare a b))->{compare}[1] =~ m!/b\z!, 1, 'limits to compare by');
is(parsed(qw(--history a --html b))->{html} =~ m!/b\z!, 1, 'a history as a page');
is_refused(qr/--junit goes with a run of tests, and not with --history/, '--history', 'a',
	'--junit', 'b');
is_refused(qr/--against is there twice/, '--against', '6.1', '--against', 'x');
is_refused(qr/--against goes with a run of tests, and not with $_->[0]/, '--against',
	'6.1', @$_) for ['--list'], ['--describe'], ['--mutants'], ['--rate'],
	['--compare', 'a', 'b'];
is(@{parsed(qw(--against 6.1 --setup-only))->{kernels}}, 2, 'get both kernels');
is_refused(qr/$_->[0] is for one kernel/, '--against', '6.1', @{$_}[1 .. $#$_])
	for ['--ktap -', qw(--ktap -)], ['--kcidb', @kcidb];
ok(parsed(qw(--mutants --setup-only))->{setup}, 'what mutants need can be set up');
is_deeply(parsed(qw(--shard 2/4))->{shard}, { number => 2, of => 4 }, 'a shard');
is_refused(qr!--shard wants N/M!, '--shard', $_) for qw(0/4 5/4 2 a/4 4/ /4 1/10000 01/4);
is_refused(qr/--shard goes with .*, and not with $_->[0]/, '--shard', '1/2', @$_)
	for ['--list'], ['--describe'], ['--merge', 'a'], ['--setup-only'];
is_refused(qr/--shard and --against/, qw(--shard 1/2 --against 6.1));
is_refused(qr/--shard is for one kernel/, qw(--shard 1/2 --kernel a --kernel b));
is_refused(qr/--shard and --for/, qw(--shard 1/2 --for qemu-ring));
ok(parsed(qw(--shard 1/2 --soak --for 1s))->{shard}, '... but for a soak');
is_refused(qr/--shard and --kills/, qw(--shard 1/2 --mutants --kills));
is_refused(qr/--shard and --repeat/, qw(--shard 1/2 --soak --for 1s --repeat 2));
is_refused(qr/the same --seed/, qw(--shard 1/2 --seed random));
is_deeply(parsed(qw(--junit j --merge /a b))->{merge}, ['/a', getcwd() . '/b'], 'shards');
is_refused(qr/--merge wants the folders/, '--merge');
is_refused(qr/--merge takes folders only, so --junit stands before it/, qw(--merge a b --junit j));
is_refused(qr/--merge judges what has run, so it does not go with $_->[0]/, @$_, qw(--merge a))
	for ['--strict'], ['--quick'], ['--platform', 'svm'], ['--seed', '2'], ['--setup'],
	['--image', $image], ['-v'];
is_refused(qr/--compare compares what has run, so it does not go with $_->[0]/, @$_,
	qw(--compare a b)) for ['--quick'], ['--strict'], ['--for', 'qemu-ring'], ['--out', 'o'],
	['--platform', 'svm'], ['--kernel', '7.2'], ['--repeat', '2'], ['-v'];
for my $of (qw(--history --fleet)) {
	is_refused(qr/$of reads what has run, so it does not go with $_->[0]/, $of, 'a', @$_)
		for ['--quick'], ['--for', 'qemu-ring'], ['--out', 'o'], ['--config', 'npt0'];
	is(parsed($of, 'a', qw(--html p --offline --cache c))->{html} =~ m!/p\z!, 1,
		"... and with what $of goes");
}
is_refused(qr/$_->[0] takes no pattern/, 'smoke', @$_) for ['--merge', 'a'],
	['--compare', 'a', 'b'], ['--history', 'a'], ['--fleet', 'a'];
ok(parsed(qw(--out=o --ktap - --for qemu-ring --offline --merge a))->{merge}, '... and with what');
is(parsed('--image', $image, qw(--for arm64))->{image_for}, 'arm64', 'an image for hosts');
is(parsed('--image', $image)->{image_for}, $Platform::native, '... like this one');
is_refused(qr/--image --for wants one of arm64 x86, not 'qemu-ring'/, '--image', $image, qw(--for
	qemu-ring));
is_refused(qr/--image makes an image and runs nothing, so it does not go with $_->[0]/,
	'--image', $image, @$_) for ['--list'], ['--quick'], ['--out', 'x'],
	['--shard', '1/2'], ['--platform', 'svm'], ['--junit', 'j'], ['--setup-only'], ['--rate'];
ok(parsed('--image', $image, qw(-v --setup --kernel k --modules m --cache c))->{image}, '... and with what');
is_refused(qr/--image takes no pattern/, '--image', $image, qw(smoke));
is_refused(qr/--image wants one kernel/, '--image', $image, qw(--kernel 6.1 --kernel 7.2));
is_refused(qr!cannot write --image /nowhere/x!, qw(--image /nowhere/x));
# An image takes the place of what is there: nobody wants to lose these.
my $folder = File::Temp->newdir;
mkfifo("$folder/fifo", 0600) or die "$!\n";
symlink '/dev/null', "$folder/link" or die "$!\n";
is_refused(qr/cannot write --image $_\z/, '--image', $_)
	for '/dev/null', $folder, "$folder/fifo", "$folder/link";
is_refused(qr/unknown option '--nix'/, '--nix');
is_refused(qr/--seed wants a value/, '--seed');
is_refused(qr/--seed wants a value/, '--seed=');
is_refused(qr/--list takes no value/, '--list=1');
is_refused(qr/unknown platform 'nix'; known: host svm vmx other all/,
	'--platform', 'nix');
is_refused(qr/bad seed '$_'/, "--seed=$_") for qw(x 1x -1 0x 0xg 1.5
	12345678901234567890 0x11112222333344445);
is_refused(qr/whole number/, "--repeat=$_") for qw(0 01 -1 x 100000);
is_refused(qr/a time like/, '--soak', "--for=$_") for qw(8 0s 10000s s 1w);
is_refused(qr/--soak wants --for/, '--soak');
is_refused(qr/--for wants one of qemu-bitmap .*; or a time/, '--for', '8h');
is_refused(qr/--quick is an order/, '--quick', '--in-order');
is_refused(qr/--kills goes with --mutants/, '--kills');
is_refused(qr/not a sequence of steps/, '--steps', 'a;b');
is_refused(qr/no test matches 'a b'/, 'a b');
my (undef, $help) = Child::output("$FindBin::Bin/../../run_tests.sh", '--help');
is(join('', grep { length > 80 } split /\n/, $help), '', 'the help fits a terminal');
$ENV{KVM_DIRTY_NIX} = 1;
is_refused(qr/unknown variable KVM_DIRTY_NIX/, '--list');
done_testing;
