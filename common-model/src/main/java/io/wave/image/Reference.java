package io.wave.image;

/** What the distribution specification calls a reference: a tag or a digest. */
public sealed interface Reference permits Tag, Digest {

    /**
     * Reads a tag, or a digest when the text holds a colon.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static Reference parse(String text) {
        return text.indexOf(':') >= 0 ? Digest.parse(text) : new Tag(text);
    }
}
