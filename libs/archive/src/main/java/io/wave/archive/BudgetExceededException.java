package io.wave.archive;

/** An archive unpacks to more bytes than allowed. */
public final class BudgetExceededException extends ArchiveException {

    private static final long serialVersionUID = 1L;

    BudgetExceededException(long size) {
        super("must not unpack to more than %d bytes".formatted(size));
    }
}
