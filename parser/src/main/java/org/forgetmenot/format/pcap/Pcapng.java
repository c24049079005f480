// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

/**
 * Numbers of the pcapng format. Every block is a u32 type, a u32 length of the whole block, a body and the length again;
 * options are a u16 code, a u16 length and a value padded to 4 bytes. Source: draft-ietf-opsawg-pcapng.
 */
final class Pcapng {
    static final int SECTION_HEADER = 0x0a0d0d0a;
    static final int INTERFACE_DESCRIPTION = 1;
    static final int PACKET = 2;
    static final int SIMPLE_PACKET = 3;
    static final int INTERFACE_STATISTICS = 5;
    static final int ENHANCED_PACKET = 6;

    static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;

    static final int OPTION_END = 0;
    static final int IF_TSRESOL = 9;
    static final int IF_TSOFFSET = 14;
    static final int ISB_IFDROP = 5;
    static final int SHB_USERAPPL = 4;

    /** Type and length, before a body. */
    static final int BLOCK_HEAD_BYTES = 8;
    /** The length once more, behind it. */
    static final int BLOCK_TAIL_BYTES = 4;

    static final int OPTION_HEAD_BYTES = 4;

    private Pcapng() {}
}
