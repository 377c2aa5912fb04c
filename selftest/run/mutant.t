#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# What the header of a mutant says: fields, kernels, configs.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, map { "$FindBin::Bin/../../$_" } qw(run mutants);
use File::Temp qw(tempdir);
use Mutant;
use Test::More;
use Try;

my $dir = tempdir(CLEANUP => 1);

sub header {
	my ($text) = @_;
	open my $to, '>', "$dir/x" or die "$dir/x: $!\n";
	print $to $text;
	close $to or die "$dir/x: $!\n";
	return Mutant::header("$dir/x");
}

my $good = "// lost: a\n//   b\n// words: that nobody asks for\n// mirrors: -\n" .
	"// class: c\n// where: svm\n// kernels: 5.1-\n// files: f\n";
my %field = header("${good}@@\n// late: x\n");
is($field{lost}, 'a b', 'a field that goes on in the next line');
ok(!exists $field{late}, 'the header ends with the comments');
for (qw(lost mirrors class where kernels files)) {
	my $text = $good =~ s!^// $_: .*\n!!mr;
	like(refused(sub { header($text) }), qr/has no line '$_: /, "no $_");
}

header($good =~ s!files: f!files: virt/kvm/x.c include/linux/kvm_host.h!r);
delete local $ENV{KVM_DIRTY_NAME};
my $build = "$FindBin::Bin/../../mutants/build.sh";
is(scalar qx("$build" x86 linux-image-6.12-amd64 "$dir/x" 2>&1), "build.sh: mutant x: " .
	"include/linux/kvm_host.h is not in virt/kvm or arch/x86/kvm\n",
	'a file that the next mutant would keep');

sub is_for {
	my ($kernels, $release) = @_;
	return bless({ kernels => $kernels }, 'Mutant')->is_for($release);
}

ok(is_for('6.1-', '6.12.117'), 'a later kernel');
ok(!is_for('6.12-', '6.1.192'), 'numbers are not compared as text');
ok(is_for('5.8-6.12', '6.12.117'), 'the last series, with all its releases');
ok(!is_for('5.8-6.11', '6.12.117'), 'a kernel that is too new');
like(refused(sub { is_for('6.1', '6.1') }), qr/bad range of kernels '6.1'/,
	'no range');

my $mutant = bless { where => 'svm vmx:pml0,default', equivalent => 'svm qemu: nobody: asks' },
	'Mutant';
is_deeply([$mutant->configs('svm')], ['default'], 'a platform without a config');
is_deeply([$mutant->configs('vmx')], ['pml0', 'default'], 'configs in their order');
is_deeply([$mutant->configs('arm64')], [], 'another platform');
is_deeply([$mutant->configs('svm', 'churn')], ['churn'], 'a config in place of default');
is($mutant->equivalent($_), 'nobody: asks', "why nobody can see it on $_") for qw(svm qemu);
is($mutant->equivalent('vmx'), undef, '... there alone');

ok(Mutant::find() > 100, 'the headers of all mutants are good');
my ($one) = Mutant::find('get-no-flush');
is($one->{name}, 'get-no-flush', 'one by its name');
is_deeply([map { $_->{kernels} } Mutant::find('reset-mixes-slots')],
	['5.11-6.16', '6.17-'], 'one with a form for each source');
my @old = Mutant::out_of_range('6.12.117', Mutant::find('reset-mixes-slots', 'pml-full-loses',
	'prefetch-maps-again'));
is("@{[map { $_->{name} } @old]}", 'prefetch-maps-again', 'one without a form for a kernel');
like(refused(sub { Mutant::find('nix') }), qr/no mutant matches 'nix'; there are: /,
	'a name that there is not');
done_testing;
