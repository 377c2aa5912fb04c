#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# What is made of the lines of the describe programs, and that it is as
# docs/describe.schema.json says: of lines that are here, and of what the programs say
# that were built, on the machine that this is.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../../run";
use Child;
use Describe;
use File::Temp qw(tempdir);
use Files;
use JSON::PP;
use Platform;
use Ready;
use Test::More;

my $top = "$FindBin::Bin/../..";
my $schema = eval { require JSON::Validator; JSON::Validator->new };
$schema->schema("file://$top/docs/describe.schema.json") if $schema;

my $base = tempdir(CLEANUP => 1);
# What describe.pl prints of runs, each a text that a describe program prints.
sub described {
	my (@said) = @_;
	my @dirs = map { "$base/$_" } 0 .. $#said;
	write_file("$dirs[$_]/svm-npt0/describe.tap", $said[$_]) for 0 .. $#said;
	my ($status, $text) = Child::output($^X, "$top/run/describe.pl", '--json', @dirs);
	return $status ? {} : decode_json($text);
}

sub offences {
	my ($data) = @_;
	return join "\n", $schema->validate($data);
}

my %line = (kernel => '6.12.117', backend => 'svm', parameters => 'npt=N avic=1 x=a=b',
	'emulated processor' => 'yes', 'is itself a virtual machine' => 'no', cpus => 1,
	'cpus, online' => 2, 'cpus, allowed' => 2, 'cpus, by quota' => 'no limit',
	'host page size' => 4096, 'guest page sizes' => '4096 16384',
	'kernel log' => 'not checked', 'moves of memory' => 'not seen, no tracefs',
	KVM_CAP_A => 3, KVM_CAP_B => 'no', 'dirty ring entries, least' => 256,
	'dirty ring entries, most' => 65536, 'dirty ring entries, reserved' => 64,
	'collector ring' => 'yes', 'collector ring+bitmap' => 'skipped, KVM_CAP_B is 0, alas',
	'backing thp' => 'yes', 'transparent_hugepage/enabled' => 'always [madvise] never',
	'cases beside running vCPUs' => 'skipped, this process has one CPU',
	'allowance tdp-read' => 'applies, as it is needed',
	'allowance pml-refault' => 'does not apply', 'store clzero' => 'skipped, #UD, pc 0x1');
my %is = (kernel => '6.12.117', backend => 'svm',
	parameters => { npt => JSON::PP::false, avic => 1, x => 'a=b' },
	emulated => JSON::PP::true, virtual_machine => JSON::PP::false,
	cpus => { usable => 1, online => 2, allowed => 2 }, page_bytes => 4096,
	guest_page_bytes => [4096, 16384], kernel_log_checked => JSON::PP::false,
	moves_of_memory => { seen => JSON::PP::false, why => 'no tracefs' },
	capabilities => { KVM_CAP_A => 3, KVM_CAP_B => JSON::PP::false },
	ring_entries => { least => 256, most => 65536, reserved => 64 },
	collectors => { ring => { usable => JSON::PP::true }, 'ring+bitmap' =>
		{ usable => JSON::PP::false, why => 'KVM_CAP_B is 0, alas' } },
	backings => { thp => { usable => JSON::PP::true } }, transparent_hugepage => 'madvise',
	beside_vcpus => { usable => JSON::PP::false, why => 'this process has one CPU' },
	allowances => { 'tdp-read' => { applies => JSON::PP::true, why => 'it is needed' },
		'pml-refault' => { applies => JSON::PP::false } },
	stores_skipped => { clzero => '#UD, pc 0x1' });
my $said = join '', "KTAP version 1\n", map({ "# $_: $line{$_}\n" } sort keys %line),
	"1..1\nok 1 describe/host\n";
my $data = described($said);
is_deeply($data, { version => 1, columns => { 'svm-npt0' => \%is } }, 'all kinds of values');
like(encode_json($data), qr/"page_bytes":4096\b/, '... and numbers are no strings');
my $two = described($said, $said =~ s/no limit/2/r);
is_deeply([map { $two->{kernels}{$_}{'svm-npt0'}{cpus}{quota} } 0, 1], [undef, 2],
	'of two kernels');

SKIP: {
	skip 'JSON::Validator is missing (libjson-validator-perl)', 1 if !$schema;
	is(offences($_), '', 'it is valid') for $data, $two;
	for ('# nix: 1', '# cpus: none', '# host page size: big', '# KVM_CAP_C: maybe') {
		my $wrong = $said =~ s/(?=1\.\.1)/$_\n/r;
		isnt(offences(described($wrong)), '', "the schema finds fault with '$_'");
	}
	isnt(offences(described($said =~ s/# backend.*\n//r)), '', '... and with what is missing');
	for my $program (glob "\Q$top\E/build/$Platform::native/{describe,describe-vmm}") {
		my ($name) = $program =~ m!([^/]+)\z!;
		# Each sort needs what this machine may lack, and says so.
		my ($status, $real) = Child::output('sh', '-c', 'exec "$@" 2>&1', 'sh',
			$program, $name eq 'describe' ? () : ('-a', $Platform::native));
		SKIP: {
			skip "$name: " . $real =~ s/\n.*//sr, 1 if $status;
			my $typed = described($real);
			is(offences($typed), '', "what $name says is valid");
			unlike(encode_json($typed), qr/run-planted/,
				'... and speaks of no store that needs others before it');
		}
	}
}

# Nothing was tested, so it is not the latest run.
chdir $base or die "$base: $!\n";
$Platform::top = $base;
Ready::make_out(undef, 1);
ok(!-l 'build/results/latest', 'a description is no latest run');
my $out = Ready::make_out(undef);
is(readlink 'build/results/latest', $out =~ s!.*/!!r, '... and a run is');
chdir '/';
done_testing;
