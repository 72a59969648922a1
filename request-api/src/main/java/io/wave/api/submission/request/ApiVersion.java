package io.wave.api.submission.request;

/** The versions of the container request. */
public enum ApiVersion {
    /** {@code POST /container-token}. */
    V1,
    /** {@code POST /v1alpha2/container}. */
    V2
}
