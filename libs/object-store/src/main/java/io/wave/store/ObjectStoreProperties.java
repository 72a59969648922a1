package io.wave.store;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The object store for build contexts, layers and logs.
 *
 * @param location path of a folder, or {@code s3://bucket/prefix}; by default the folder {@code objects} below
 *     {@code WAVE_DATA_DIR}
 * @param minFree minimum free space of the disk of the folder; below it, requests that need space get 503
 * @param s3 connection to the bucket
 */
@ConfigurationProperties("wave.store")
record ObjectStoreProperties(
        @Nullable String location,
        @DefaultValue("1GB") DataSize minFree,
        @DefaultValue S3 s3) {

    /** @throws IllegalArgumentException if only one of access key and secret key is given */
    ObjectStoreProperties {
        s3.settings().requireComplete("wave.store.s3");
    }

    /**
     * The connection to an S3 bucket. Without keys, the default credentials of the AWS SDK are used for requests and presigned
     * URLs.
     *
     * @param endpoint URL of an S3-compatible server; AWS if absent
     * @param region AWS region
     * @param pathStyle whether the bucket is in the path of URLs instead of the host name
     * @param accessKey access key id
     * @param secretKey secret access key
     */
    record S3(
            @Nullable URI endpoint,
            @DefaultValue("us-east-1") String region,
            @DefaultValue("false") boolean pathStyle,
            @Nullable String accessKey,
            @Nullable String secretKey) {

        S3Settings settings() {
            return new S3Settings(endpoint, region, pathStyle, accessKey, secretKey);
        }

        @Override
        public String toString() {
            return settings().toString();
        }
    }
}
