package io.wave.security;

/** Paths and headers of the internal API, which is not reachable from outside. */
public final class InternalApi {

    /** Header with {@link RootKey#internalSecret()}; without it every path under {@code /internal} is 404. */
    public static final String KEY_HEADER = "X-Wave-Internal-Key";

    /** For {@code /actuator} the secret may also be a bearer token in {@code Authorization}, with this prefix. */
    public static final String BEARER = "Bearer ";

    /** Header with the client's address as seen by the proxy; ignored without {@link #KEY_HEADER}. */
    public static final String CLIENT_ADDRESS_HEADER = "X-Wave-Client-Address";

    /** {@code GET <this>/{kind}/{id}} returns the {@link io.wave.job.JobRecord} from PostgreSQL, or 404. */
    public static final String JOBS = "/internal/jobs";

    /** {@code GET <this>/{token}} returns the {@link io.wave.token.RequestRecord} from PostgreSQL, or 404. */
    public static final String REQUESTS = "/internal/requests";

    /**
     * {@code POST /internal/requests/{token}/source-digest} with {@code {"digest": …}} pins the source image of a
     * request. The response {@code {"digest": …}} contains the digest that was reported first.
     */
    public static final String SOURCE_DIGEST = "source-digest";

    /** {@code POST /internal/requests/{token}/lease} renews the token of a request, and returns its record. */
    public static final String LEASE = "lease";

    /**
     * {@code GET <this>/{digest}?repository=<registry>/<repository>} on one replica of registry-proxy reads a cached blob for another
     * one, with a signature instead of {@link #KEY_HEADER}.
     */
    public static final String PEER_BLOBS = "/peer/blobs";

    private InternalApi() {}
}
