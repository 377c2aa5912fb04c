# SPDX-License-Identifier: GPL-2.0-only
#
# Each push looks at the whole ring for the same page.
#
# dearer: store/first@ring
# kernels: 6.12
# files: virt/kvm/dirty_ring.c
/^void kvm_dirty_ring_push/,/^}/s/^\tentry->slot = slot;/\tfor (entry = ring->dirty_gfns; entry < ring->dirty_gfns + ring->size; entry++)\n\t\tREAD_ONCE(entry->flags);\n\tentry = \&ring->dirty_gfns[ring->dirty_index \& (ring->size - 1)];\n&/
