// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

/**
 * What the capture shows at a place, where it is neither a lookup nor a FORGET nor a use.
 *
 * @param what for people, safe to print
 */
public record Seen(Evidence at, String what) {}
