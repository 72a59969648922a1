package io.wave.job.engine.process;

/** A tool was ended because of the disk space it used. The message is for the user. */
final class DiskLimitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DiskLimitException(String message) {
        super(message);
    }
}
