// SPDX-License-Identifier: Apache-2.0
/**
 * vhost-user, the way that virtio-fs messages take between a guest and its server: both sides of the protocol and of a virtqueue.
 * May use {@code linux}. Sources: QEMU's {@code docs/interop/vhost-user.rst}, and VIRTIO 1.2, chapters 2.7 and 5.11.
 */
@NullMarked
package org.forgetmenot.vhost;

import org.jspecify.annotations.NullMarked;
