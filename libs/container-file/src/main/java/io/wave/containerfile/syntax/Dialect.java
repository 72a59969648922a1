package io.wave.containerfile.syntax;

/**
 * A dialect of container files. Versions of a builder may use different ones, so security checks should cover all
 * dialects.
 */
public enum Dialect {
    /** BuildKit, and versions of buildah with here-documents. */
    BUILDKIT(true),
    /** Versions of buildah without here-documents, which parse their lines as instructions. */
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

    /** Whether unknown directives may precede known ones. */
    boolean skipsUnknownDirectives() {
        return current;
    }

    /** Whether all carriage returns at the end of a line are removed, or only the last one. */
    boolean trimsAllReturns() {
        return current;
    }
}
