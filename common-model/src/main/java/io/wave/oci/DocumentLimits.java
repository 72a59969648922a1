package io.wave.oci;

/**
 * What a document of a registry (a manifest, an index, an image configuration) may have at most. Images of every day stay
 * far below; what is above is not read.
 */
public final class DocumentLimits {

    /** Bytes of one document, as the distribution specification asks of registries for manifests. */
    public static final int MAX_BYTES = 4 << 20;

    /** JSON tokens: names, values, and the begin and end of objects and arrays. */
    public static final int MAX_TOKENS = 30_000;

    /** Objects and arrays within each other. */
    public static final int MAX_DEPTH = 64;

    /** Characters of one text. */
    public static final int MAX_STRING = 1 << 20;

    /** Characters of the name of a member. */
    public static final int MAX_NAME = 4096;

    private DocumentLimits() {}
}
