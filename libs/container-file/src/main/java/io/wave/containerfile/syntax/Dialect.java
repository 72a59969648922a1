package io.wave.containerfile.syntax;

/**
 * How a builder reads container files. Builders of the same name differ by version; what is checked for safety should be
 * checked in all dialects.
 */
public enum Dialect {
    /** BuildKit, and versions of buildah that know here-documents. */
    BUILDKIT(true),
    /** Versions of buildah without here-documents, for which the lines of one are instructions. */
    CLASSIC(false);

    private final boolean current;

    Dialect(boolean current) {
        this.current = current;
    }

    public boolean hasDocuments() {
        return current;
    }

    /** Whether an escape character that is itself escaped does not continue a line. */
    public boolean escapesEscapes() {
        return current;
    }

    /** Whether a directive that is unknown may stand before one that is known. */
    boolean skipsUnknownDirectives() {
        return current;
    }

    /** Whether all carriage returns at the end of a line belong to the line break, or only the last. */
    boolean trimsAllReturns() {
        return current;
    }
}
