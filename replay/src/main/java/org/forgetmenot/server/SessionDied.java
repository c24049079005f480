// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

/** A request after which the real server would be no more: the session ends, the Java server lives on. */
public final class SessionDied extends Exception {
    SessionDied(String why) {
        super(why, null, false, false);
    }
}
