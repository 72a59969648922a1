package io.wave.store;

import io.wave.security.TrustedCertificates;

/** Opens object stores in S3 buckets other than that of {@code wave.store}. */
public final class S3Buckets {

    private S3Buckets() {}

    /**
     * Opens a store, without a call to the server; to be closed by its owner.
     *
     * @param property property that names the location, for messages
     * @param location {@code s3://bucket/prefix}
     * @throws IllegalArgumentException if the location has another form
     */
    public static ClosableObjectStore open(
            String property, String location, S3Settings settings, TrustedCertificates certificates) {
        return S3Connection.open(S3Location.parse(property, location), settings, certificates);
    }
}
