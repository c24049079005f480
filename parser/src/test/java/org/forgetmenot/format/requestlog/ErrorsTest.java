// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.requestlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import org.forgetmenot.wire.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorsTest {
    private static Errno find(String text) {
        byte[] bytes = ("x" + text + "y").getBytes(StandardCharsets.US_ASCII);
        return Errors.find(bytes, 1, bytes.length - 1);
    }

    /** As zerrors_linux_amd64.go has them. */
    @ParameterizedTest
    @CsvSource({
        "operation not permitted,EPERM",
        "no such file or directory,ENOENT",
        "interrupted system call,EINTR",
        "input/output error,EIO",
        "bad file descriptor,EBADF",
        "resource temporarily unavailable,EAGAIN",
        "permission denied,EACCES",
        "device or resource busy,EBUSY",
        "file exists,EEXIST",
        "invalid cross-device link,EXDEV",
        "not a directory,ENOTDIR",
        "invalid argument,EINVAL",
        "inappropriate ioctl for device,ENOTTY",
        "read-only file system,EROFS",
        "numerical result out of range,ERANGE",
        "file name too long,ENAMETOOLONG",
        "function not implemented,ENOSYS",
        "directory not empty,ENOTEMPTY",
        "no data available,ENODATA",
        "operation not supported,EOPNOTSUPP",
        "connection timed out,ETIMEDOUT",
        "stale NFS file handle,ESTALE",
        "stale file handle,ESTALE",
        "disk quota exceeded,EDQUOT"
    })
    void goText(String text, Errno errno) {
        assertEquals(errno, find(text));
    }

    @Test
    void nameOrNothing() {
        for (Errno errno : Errno.values()) {
            assertEquals(errno, find(errno.name()));
        }
        assertNull(find("no such file"));
        assertNull(find(""));
    }
}
