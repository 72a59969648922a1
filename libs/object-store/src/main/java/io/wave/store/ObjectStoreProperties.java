package io.wave.store;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where bytes are kept.
 *
 * @param location path of a folder, or {@code s3://bucket/prefix}; by default the folder {@code objects} below
 *     {@code WAVE_DATA_DIR}
 * @param minFree how much of the folder's disk stays free: below it, requests that need space are answered 503
 * @param s3 how the bucket is reached
 */
@ConfigurationProperties("wave.store")
record ObjectStoreProperties(
        @Nullable String location,
        @DefaultValue("1GB") DataSize minFree,
        @DefaultValue S3 s3) {

    /** @throws IllegalArgumentException if only one of access key and secret key is given */
    ObjectStoreProperties {
        if ((s3.accessKey() == null) != (s3.secretKey() == null)) {
            throw new IllegalArgumentException("wave.store.s3.access-key and wave.store.s3.secret-key go together");
        }
    }

    /**
     * How an S3 bucket is reached. Without keys the usual sources of AWS credentials are asked, for requests and for
     * signed URLs alike.
     *
     * @param endpoint address of an S3-compatible server; AWS where absent
     * @param region AWS region
     * @param pathStyle whether the bucket stands in the path, not in the host name
     * @param accessKey access key id
     * @param secretKey secret access key
     */
    record S3(
            @Nullable URI endpoint,
            @DefaultValue("us-east-1") String region,
            @DefaultValue("false") boolean pathStyle,
            @Nullable String accessKey,
            @Nullable String secretKey) {

        @Override
        public String toString() {
            return "S3[endpoint=%s, region=%s, pathStyle=%s]".formatted(endpoint, region, pathStyle);
        }
    }
}
