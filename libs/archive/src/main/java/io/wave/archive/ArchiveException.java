package io.wave.archive;

import java.io.IOException;

/** An archive is malformed or breaks a limit. The message continues a sentence that begins with the archive. */
public class ArchiveException extends IOException {

    private static final long serialVersionUID = 1L;

    public ArchiveException(String message) {
        super(message);
    }

    ArchiveException(String message, Throwable cause) {
        super(message, cause);
    }
}
