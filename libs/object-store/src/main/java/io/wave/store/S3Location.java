package io.wave.store;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bucket and a prefix in it, as {@code s3://bucket/prefix}.
 *
 * @param bucket name of the bucket
 * @param prefix prefix of all keys: empty or with a trailing slash
 */
record S3Location(String bucket, String prefix) {

    static final String SCHEME = "s3://";

    private static final Pattern FORM = Pattern.compile("s3://([a-z0-9][a-z0-9.-]+)((?:/[A-Za-z0-9._-]++)*+)/?");

    /**
     * Parses {@code s3://bucket/prefix}.
     *
     * @param property property with the text, for messages
     * @throws IllegalArgumentException if the text has another form
     */
    static S3Location parse(String property, String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "%s: invalid value '%s': expected s3://bucket/prefix".formatted(property, text));
        }
        String path = form.group(2);
        return new S3Location(form.group(1), path.isEmpty() ? "" : path.substring(1) + "/");
    }

    String key(ObjectName name) {
        return prefix + name.path();
    }

    ObjectName name(String key) {
        return new ObjectName(key.substring(prefix.length()));
    }

    /** The name of the object with this key; empty if it is not a valid name. */
    Optional<ObjectName> nameOf(String key) {
        return ObjectName.of(key.substring(prefix.length()));
    }

    @Override
    public String toString() {
        return SCHEME + bucket + "/" + prefix;
    }
}
