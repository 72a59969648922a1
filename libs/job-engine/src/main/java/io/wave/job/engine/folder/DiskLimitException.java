package io.wave.job.engine.folder;

/** A tool was ended because of the disk space it used. The message is for the user. */
public final class DiskLimitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DiskLimitException(String message) {
        super(message);
    }
}
