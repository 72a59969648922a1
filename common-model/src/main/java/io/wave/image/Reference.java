package io.wave.image;

/** A reference as in the OCI distribution specification: a tag or a digest. */
public sealed interface Reference permits Tag, Digest {

    /**
     * Parses a tag, or a digest if the text contains a colon.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static Reference parse(String text) {
        return text.indexOf(':') >= 0 ? Digest.parse(text) : new Tag(text);
    }
}
