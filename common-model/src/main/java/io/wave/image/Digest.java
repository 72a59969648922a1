package io.wave.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The address of content by its SHA-256, as in the OCI image specification, section "Digests". Only {@code sha256} is
 * supported.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Digest(String hex) implements Reference {

    private static final String PREFIX = "sha256:";
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    /** @throws IllegalArgumentException if {@code hex} is not 64 lower-case hexadecimal digits */
    public Digest {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("not a sha256 hash: '%s'".formatted(hex));
        }
    }

    /**
     * Reads {@code sha256:<64 hex digits>}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    @JsonCreator
    public static Digest parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("a digest reads 'sha256:<64 hex digits>', not '%s'".formatted(text));
        }
        return new Digest(text.substring(PREFIX.length()));
    }

    /** The digest of these bytes. */
    public static Digest of(byte[] content) {
        return new Digest(HexFormat.of().formatHex(sha256().digest(content)));
    }

    /** The digest of what remains in the buffer, which is consumed. */
    public static Digest of(ByteBuffer content) {
        MessageDigest hash = sha256();
        hash.update(content);
        return finish(hash);
    }

    /** The digest that this running hash has come to; resets it. */
    public static Digest finish(MessageDigest hash) {
        return new Digest(HexFormat.of().formatHex(hash.digest()));
    }

    /** A fresh SHA-256, which every Java platform has. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @JsonValue
    @Override
    public String toString() {
        return PREFIX + hex;
    }
}
