package io.wave.store;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The connection to an S3 bucket. Without keys, the default credentials of the AWS SDK are used for requests and presigned URLs.
 *
 * @param endpoint URL of an S3-compatible server; AWS if absent
 * @param region AWS region
 * @param pathStyle whether the bucket is in the path of URLs instead of the host name
 * @param accessKey access key id
 * @param secretKey secret access key
 */
public record S3Settings(
        @Nullable URI endpoint,
        String region,
        boolean pathStyle,
        @Nullable String accessKey,
        @Nullable String secretKey) {

    /**
     * The same settings, checked.
     *
     * @param prefix prefix of the properties that they are from, for messages
     * @throws IllegalArgumentException if only one of access key and secret key is given
     */
    public S3Settings requireComplete(String prefix) {
        if ((accessKey == null) != (secretKey == null)) {
            throw new IllegalArgumentException(
                    "%s.access-key, %s.secret-key: must be set together".formatted(prefix, prefix));
        }
        return this;
    }

    @Override
    public String toString() {
        return "S3[endpoint=%s, region=%s, pathStyle=%s]".formatted(endpoint, region, pathStyle);
    }
}
