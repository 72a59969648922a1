package io.wave.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A SHA-256 content digest, as in section "Digests" of the OCI image specification. Other algorithms are not supported.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Digest(String hex) implements Reference {

    private static final String PREFIX = "sha256:";
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    /** @throws IllegalArgumentException if {@code hex} is not 64 lower-case hexadecimal digits */
    public Digest {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("invalid SHA-256 hash '%s'".formatted(hex));
        }
    }

    /**
     * Parses {@code sha256:<64 hex digits>}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    @JsonCreator
    public static Digest parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException(
                    "invalid digest '%s': must have the form sha256:<64 hex digits>".formatted(text));
        }
        return new Digest(text.substring(PREFIX.length()));
    }

    /** The digest of these bytes. */
    public static Digest of(byte[] content) {
        return new Digest(HexFormat.of().formatHex(sha256().digest(content)));
    }

    /** The digest of the remaining bytes of the buffer, which are consumed. */
    public static Digest of(ByteBuffer content) {
        MessageDigest hash = sha256();
        hash.update(content);
        return finish(hash);
    }

    /** The digest of a running hash, which is reset. */
    public static Digest finish(MessageDigest hash) {
        return new Digest(HexFormat.of().formatHex(hash.digest()));
    }

    /** A new SHA-256 hash. */
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
