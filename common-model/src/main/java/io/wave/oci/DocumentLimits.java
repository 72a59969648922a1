package io.wave.oci;

/**
 * Limits for documents of a registry: manifests, indexes and image configurations. Real documents are far below; larger
 * ones are not read.
 */
public final class DocumentLimits {

    /** Size of a document in bytes, as in the distribution specification for manifests. */
    public static final int MAX_BYTES = 4 << 20;

    /** JSON tokens: names, values, and starts and ends of objects and arrays. */
    public static final int MAX_TOKENS = 30_000;

    /** Nesting depth of objects and arrays. */
    public static final int MAX_DEPTH = 64;

    /** Length of a text in characters. */
    public static final int MAX_STRING = 1 << 20;

    /** Length of a member name in characters. */
    public static final int MAX_NAME = 4096;

    private DocumentLimits() {}
}
