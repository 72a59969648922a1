package io.wave.archive;

/** More bytes come out of an archive than may be unpacked. */
public final class BudgetExceededException extends ArchiveException {

    private static final long serialVersionUID = 1L;

    BudgetExceededException(long size) {
        super("must not unpack to more than %d bytes".formatted(size));
    }
}
