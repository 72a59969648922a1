package io.wave.augment.manifest;

import io.wave.image.Digest;

/** A manifest, index or image configuration in memory, with its digest. */
public final class Content {

    private final String mediaType;
    private final Digest digest;
    private final byte[] bytes;

    private Content(String mediaType, Digest digest, byte[] bytes) {
        this.mediaType = mediaType;
        this.digest = digest;
        this.bytes = bytes;
    }

    /** Content with the digest of these bytes, which must not be modified afterwards. */
    public static Content of(String mediaType, byte[] bytes) {
        return new Content(mediaType, Digest.of(bytes), bytes);
    }

    /** The media type. */
    public String mediaType() {
        return mediaType;
    }

    /** SHA-256 of the bytes. */
    public Digest digest() {
        return digest;
    }

    /** The document; must not be modified. */
    public byte[] bytes() {
        return bytes;
    }

    /** The number of bytes. */
    public int size() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Content content && mediaType.equals(content.mediaType) && digest.equals(content.digest);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return mediaType + " " + digest;
    }
}
