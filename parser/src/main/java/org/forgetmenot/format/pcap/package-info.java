// SPDX-License-Identifier: Apache-2.0
/**
 * Reads pcap and pcapng files, produces events: FUSE messages on the private link type USER0, and TCP streams that carry
 * them. Also writes pcapng. May use {@code event}, {@code wire} and {@code format.message}; pcap4j only in
 * {@link org.forgetmenot.format.pcap.Dissector}.
 */
@NullMarked
package org.forgetmenot.format.pcap;

import org.jspecify.annotations.NullMarked;
