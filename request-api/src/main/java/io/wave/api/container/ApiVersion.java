package io.wave.api.container;

/** The two generations of the container request. */
enum ApiVersion {
    /** {@code POST /container-token}. */
    V1,
    /** {@code POST /v1alpha2/container}. */
    V2
}
