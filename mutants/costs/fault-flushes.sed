# SPDX-License-Identifier: GPL-2.0-only
#
# Each page that becomes dirty makes all vCPUs leave the guest and flush their TLBs.
#
# dearer: store/first@*
# kernels: 6.12
# files: virt/kvm/kvm_main.c
/^void mark_page_dirty_in_slot/,/^}/s/^\tif (memslot \&\& kvm_slot_dirty_track_enabled(memslot)) {/&\n\t\tkvm_flush_remote_tlbs(kvm);/
