package io.wave.archive;

import java.io.IOException;

/** An archive is malformed or exceeds a limit. The message is a rule such as "must be a tar", to be put after the name of the field. */
public class ArchiveException extends IOException {

    private static final long serialVersionUID = 1L;

    public ArchiveException(String message) {
        super(message);
    }

    ArchiveException(String message, Throwable cause) {
        super(message, cause);
    }
}
