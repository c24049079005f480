// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay;

import java.util.Locale;

/** Why an operation of a capture was not sent. */
public enum Skip {
    /** INIT, DESTROY, INTERRUPT and the like: the replay has its own. */
    CONNECTION("of the connection: the replay has its own INIT and DESTROY"),
    /** Nothing says which file. */
    NAME("the capture does not tell the name"),
    /** Nothing says what to do. */
    BODY("the capture does not tell the arguments"),
    /** It would be the end of the server. */
    DEADLY("about a nodeid or a file that was given back, of which the server would die (--raw-forget sends it)"),
    /** Real servers have died of such. */
    CUT("not whole, or too long for the server"),
    /** What it is about does not exist on the live server. */
    DEPENDENT("what it is about is not on the live server"),
    /** The open file is not known. */
    HANDLE("the file was not opened in the capture, or not on the live server"),
    /** It was given up in the capture. */
    INTERRUPTED("interrupted in the capture"),
    /** Only a server that is asked by nodeid can answer. */
    PATH("about a nodeid or a file that was given back, which a path cannot tell"),
    /** It would change files, and did not in the capture. */
    UNIMPLEMENTED("the recorded server did not have the operation, and it would change files"),
    /** There is no such request. */
    OPCODE("the opcode is not known");

    private final String words;

    Skip(String words) {
        this.words = words;
    }

    /** For people: "the capture does not tell the name". */
    public String words() {
        return words;
    }

    /** The name in JSON. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
