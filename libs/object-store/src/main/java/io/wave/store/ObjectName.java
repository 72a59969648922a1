package io.wave.store;

import io.wave.image.Digest;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of an object: path components of letters, digits and {@code . _ -} that do not start with a dot. A name is valid as a
 * relative file path and as an S3 key without escaping.
 *
 * @param path components separated by slashes
 */
public record ObjectName(String path) {

    private static final Pattern GRAMMAR =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*+(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*+)*+");
    private static final int MAX_LENGTH = 512;

    /** @throws IllegalArgumentException if the path does not follow the grammar */
    public ObjectName {
        if (!isName(path)) {
            throw new IllegalArgumentException("invalid object name: '%s'".formatted(path));
        }
    }

    /** The name for a path; empty if it is not a valid name, since a store may contain other files. */
    static Optional<ObjectName> of(String path) {
        return isName(path) ? Optional.of(new ObjectName(path)) : Optional.empty();
    }

    private static boolean isName(String path) {
        return path.length() <= MAX_LENGTH && GRAMMAR.matcher(path).matches();
    }

    /** Content by its digest: a blob, a build context, a layer. */
    public static ObjectName blob(Digest digest) {
        return new ObjectName("blobs/sha256/" + digest.hex());
    }

    /** The log of a job of an earlier version as one object; other jobs have {@link LogPartNames}. */
    public static ObjectName log(String jobId) {
        return new ObjectName("logs/%s.log".formatted(jobId));
    }

    /** The lock file that a job has made. */
    public static ObjectName lock(String jobId) {
        return new ObjectName("locks/%s.lock".formatted(jobId));
    }

    /** The name of a prefix, without the trailing slash. */
    static ObjectName ofPrefix(String prefix) {
        if (!prefix.endsWith("/")) {
            throw new IllegalArgumentException("invalid prefix '%s': expected a trailing slash".formatted(prefix));
        }
        return new ObjectName(prefix.substring(0, prefix.length() - 1));
    }

    @Override
    public String toString() {
        return path;
    }
}
