# SPDX-License-Identifier: GPL-2.0-only
#
# What the describe programs say, "KEY: VALUE" a line, as typed data: see
# docs/describe.schema.json. A key that is unknown here is text.
package Describe;
use strict;
use warnings;
use JSON::PP;

our $version = 1;

sub boolean {
	my ($yes) = @_;
	return $yes ? JSON::PP::true : JSON::PP::false;
}

# "8", "Y" or "yes", and other words.
sub scalar_of {
	my ($text) = @_;
	return $text =~ /^(?:yes|no|Y|N)\z/ ? boolean($text =~ /^y/i) :
		$text =~ /^(?:0|-?[1-9]\d{0,17})\z/ ? $text + 0 : $text;
}

# "yes", or else a word and why: { KEY: false, why }.
sub choice {
	my ($key, $text) = @_;
	my ($word, $why) = split /, /, $text, 2;
	return { $key => boolean($word =~ /^(?:yes|seen|applies)\z/),
		defined $why ? (why => $why =~ s/^as //r) : () };
}

# What keys look like; the name of the field, or of the object and what of the key is a
# name in it; and what becomes of the text.
my $usable = sub { choice('usable', @_) };
my @keys = (
	[qr/^(KVM_CAP_\w+)$/, 'capabilities', \&scalar_of],
	[qr/^collector (.*)/, 'collectors', $usable],
	[qr/^backing (.*)/, 'backings', $usable],
	[qr/^(tcg|kvm|kvm-ring)$/, 'accelerators', $usable],
	[qr/^store (.*)/, 'stores_skipped', sub { $_[0] =~ s/^skipped, //r }],
	[qr/^allowance (.*)/, 'allowances', sub { choice('applies', @_) }],
	[qr/^command (.*)/, 'commands', \&scalar_of],
	[qr/^cpus(?:, (?:by )?(\w+))?$/, 'cpus', sub { $_[0] eq 'no limit' ? undef : scalar_of(@_) }],
	[qr/^dirty ring entries, (.*)/, 'ring_entries', \&scalar_of],
);
my %fields = (
	'host page size' => ['page_bytes', \&scalar_of],
	'guest page sizes' => ['guest_page_bytes', sub { [map { $_ + 0 } split ' ', $_[0]] }],
	'emulated processor' => ['emulated', \&scalar_of],
	'is itself a virtual machine' => ['virtual_machine', \&scalar_of],
	'kernel log' => ['kernel_log_checked', sub { boolean($_[0] eq 'checked') }],
	'moves of memory' => ['moves_of_memory', sub { choice('seen', @_) }],
	'cases beside running vCPUs' => ['beside_vcpus', $usable],
	'transparent_hugepage/enabled' => ['transparent_hugepage',
		sub { $_[0] =~ /\[(.*)\]/ ? $1 : $_[0] }],
	parameters => ['parameters', sub { return { map { my ($name, $value) =
		split /=/, $_, 2; $name => scalar_of($value // '') }
		grep { $_ ne 'none' } split ' ', $_[0] } }],
	'migration capabilities' => ['migration_capabilities', sub { [split ' ', $_[0]] }],
);

# The facts of one platform, each a list of key and value.
sub typed {
	my (@facts) = @_;
	my %of;
	for (@facts) {
		my ($key, $text) = @$_;
		my ($field, $as) = @{$fields{$key} // []};
		if ($field) {
			$of{$field} = $as->($text);
			next;
		}
		my ($group) = grep { $key =~ $_->[0] } @keys;
		if (!$group) {
			$of{$key} = $text;
			next;
		}
		my $name = ($key =~ $group->[0])[0] // 'usable';
		my $value = $group->[2]->($text);
		$of{$group->[1]}{$name} = $value if defined $value;
	}
	return \%of;
}

1;
