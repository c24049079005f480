// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import picocli.CommandLine.Option;

/** The form of a report. */
final class FormOption {
    private enum Form {
        text,
        json
    }

    @Option(
            names = "--format",
            paramLabel = "FORM",
            defaultValue = "text",
            description = "Report as ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Form form = Form.text;

    boolean json() {
        return form == Form.json;
    }
}
