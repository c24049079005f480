// SPDX-License-Identifier: Apache-2.0
/**
 * The live server: a FUSE server at the nodeid level, with the manners of the servers that people run.
 *
 * <pre>
 * transport (StreamServer · DeviceMount) -> FuseSession -> NodeTable, HandleTable -> Tree (DirectoryTree · MemoryTree)
 * </pre>
 */
@NullMarked
package org.forgetmenot.server;

import org.jspecify.annotations.NullMarked;
