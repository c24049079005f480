// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.tree;

import org.forgetmenot.server.Attributes;

/**
 * Makes files somewhere, empty ones first.
 *
 * @param <F> a file
 * @param <E> what happens when it cannot
 */
interface FileMaker<F, E extends Exception> {
    /** The directory that is there already. */
    F root();

    /**
     * Makes a file of any type; of a symbolic link that is all.
     *
     * @param mode type and permissions
     */
    F add(F directory, byte[] name, SeenFile seen, int mode) throws E;

    /** Gives a file another name; where that cannot be, it has none. */
    void link(F file, F directory, byte[] name) throws E;

    /** Makes a directory that was just made a mount of its own. */
    void mount(F directory) throws E;

    /**
     * Gives a regular file its size and what is known of its data.
     *
     * @param pathHash of where it lies
     */
    void content(F file, SeenFile seen, long pathHash) throws E;

    /** Gives a file what stat said of it, but for its type and size. */
    void attributes(F file, Attributes attributes) throws E;
}
