package io.wave.proxy.blobcache;

import io.wave.store.S3Settings;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A bucket near the clients, to which cached blobs are uploaded. Clients are then redirected to it.
 *
 * @param location {@code s3://bucket/prefix}; without it, the replicas send all blobs themselves
 * @param maxAge objects that are older are not used but uploaded again; the bucket must keep objects for at least a day longer
 * @param urlValidity how long a client may use a signed URL, which never outlives its token
 * @param endpoint URL of an S3-compatible server, as clients reach it; AWS if absent
 * @param region AWS region
 * @param pathStyle whether the bucket is in the path of URLs instead of the host name
 * @param accessKey access key id; without keys, the default credentials of the AWS SDK are used
 * @param secretKey secret access key
 */
@ConfigurationProperties("wave.proxy.blob-cache.bucket")
record BlobBucketProperties(
        @Nullable String location,
        @DefaultValue("30d") Duration maxAge,
        @DefaultValue("10m") Duration urlValidity,
        @Nullable URI endpoint,
        @DefaultValue("us-east-1") String region,
        @DefaultValue("false") boolean pathStyle,
        @Nullable String accessKey,
        @Nullable String secretKey) {

    private static final String PREFIX = "wave.proxy.blob-cache.bucket";

    /** The property that enables the bucket. */
    static final String LOCATION = PREFIX + ".location";

    /** @throws IllegalArgumentException if a duration is not positive, or only one of the keys is set */
    BlobBucketProperties {
        requirePositive("max-age", maxAge);
        requirePositive("url-validity", urlValidity);
        new S3Settings(endpoint, region, pathStyle, accessKey, secretKey).requireComplete(PREFIX);
    }

    private static void requirePositive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException("%s.%s: must be greater than 0".formatted(PREFIX, name));
        }
    }

    S3Settings s3() {
        return new S3Settings(endpoint, region, pathStyle, accessKey, secretKey);
    }

    @Override
    public String toString() {
        return "BlobBucketProperties[location=%s, %s]".formatted(location, s3());
    }
}
