// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

/**
 * {@code struct fuse_uring_req_header}: one ring entry of FUSE over io_uring; names and data lie in the payload buffer.
 *
 * <pre>
 * offset size field
 *      0  128 in_out               InHeader of a request, OutHeader of a reply
 *    128  128 op_in                the opcode's fixed arguments
 *    256   32 ring_ent_in_out      see UringEntInOut
 *    288      end
 * </pre>
 *
 * <p>Since 7.42. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class UringReqHeader {
    public static final int IN_OUT = 0;
    public static final int OP_IN = 128;
    public static final int RING_ENT_IN_OUT = 256;
    /** Length in bytes. */
    public static final int BYTES = 288;

    private UringReqHeader() {}
}
