package io.wave.store;

import io.wave.image.Digest;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of an object: path components of letters, digits and {@code . _ -}, none of them beginning with a dot. So a
 * name is safe as a file below a folder and as an S3 key without escapes.
 *
 * @param path the components, joined by slashes
 */
public record ObjectName(String path) {

    private static final Pattern GRAMMAR =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*+(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*+)*+");
    private static final int MAX_LENGTH = 512;

    /** @throws IllegalArgumentException if the path does not follow the grammar */
    public ObjectName {
        if (!isName(path)) {
            throw new IllegalArgumentException("not an object name: '%s'".formatted(path));
        }
    }

    /** The name that a path is; empty if it is none, since a store may hold what others have put there. */
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

    /** The whole log of a job that ended under a version that made one object of it; others have {@link LogPartNames}. */
    public static ObjectName log(String jobId) {
        return new ObjectName("logs/%s.log".formatted(jobId));
    }

    /** The lock file that a job came to. */
    public static ObjectName lock(String jobId) {
        return new ObjectName("locks/%s.lock".formatted(jobId));
    }

    /** The name that stands before the slash at the end of a prefix. */
    static ObjectName ofPrefix(String prefix) {
        if (!prefix.endsWith("/")) {
            throw new IllegalArgumentException("a prefix ends in '/', unlike '%s'".formatted(prefix));
        }
        return new ObjectName(prefix.substring(0, prefix.length() - 1));
    }

    @Override
    public String toString() {
        return path;
    }
}
