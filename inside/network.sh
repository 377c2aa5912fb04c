# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# The stick's network, to be sourced by inside/stick: offers a folder over HTTP, for reading.
# Nobody calls it unless the kernel's command line has stick_http=1, and then after the
# verdict: no driver of a network card is there while the tests run.

addresses=/tmp/addresses

# What udhcpc calls when it was given an address, and leaves out what may be missing.
lease() {
	cat <<-'END'
	#!/bin/sh
	[ "$1" = bound ] || exit 0
	ip address add "$ip/${mask:-32}" dev "$interface"
	[ -z "$router" ] || ip route add default via "${router%% *}" dev "$interface"
	echo "$ip" >>/tmp/addresses
	END
}

# An address for each card that is given one: one address a line in $addresses. A card is
# asked for ten times, as its cable takes some seconds to come up.
network_up() {
	aloud 'Asking for an address, for HTTP: that may take half a minute.'
	while read -r module; do
		insmod "/lib/$module.ko"
	done </network
	lease >/tmp/lease
	chmod +x /tmp/lease
	: >"$addresses"
	asking=''
	for card in /sys/class/net/*; do
		[ -e "$card/device" ] || continue
		card=${card##*/}
		ip link set "$card" up
		udhcpc -i "$card" -n -t 10 -T 3 -s /tmp/lease &
		asking="$asking $!"
	done
	for pid in $asking; do
		wait "$pid"
	done
	[ -s "$addresses" ]
}

# httpd lists no folder: its files are named here.
page() { # DIR
	echo '<!DOCTYPE html><title>kvm-dirty-tests</title><ul>'
	(cd "$1" && find . -type f | sort) | sed 's!^\./\(.*\)!<li><a href="\1">\1</a>!'
	echo '</ul>'
}

# Offer what is in folder $1, and tell where; true if it is offered.
serve() { # DIR
	if ! network_up; then
		aloud 'No network card was given an address: nothing is offered over HTTP.'
		return 1
	fi
	page "$1" >/tmp/index.html
	mv /tmp/index.html "$1"
	httpd -p 80 -h "$1" || return
	while read -r address; do
		aloud "The record is at http://$address/"
	done <"$addresses"
}
