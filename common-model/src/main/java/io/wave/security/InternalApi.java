package io.wave.security;

/** Paths and headers between our own services. Never routed from outside. */
public final class InternalApi {

    /** Carries {@link RootKey#internalSecret()}; without it every path under {@code /internal} is 404. */
    public static final String KEY_HEADER = "X-Wave-Internal-Key";

    /** The client's address as the proxy saw it; believed only beside {@link #KEY_HEADER}. */
    public static final String CLIENT_ADDRESS_HEADER = "X-Wave-Client-Address";

    /** {@code GET <this>/{kind}/{id}} gives the {@link io.wave.job.JobRecord} from PostgreSQL, or 404. */
    public static final String JOBS = "/internal/jobs";

    /** {@code GET <this>/{token}} gives the {@link io.wave.token.RequestRecord} from PostgreSQL, or 404. */
    public static final String REQUESTS = "/internal/requests";

    /**
     * {@code POST /internal/requests/{token}/source-digest} with {@code {"digest": …}} pins the source of a request and
     * answers {@code {"digest": …}} with the one that is pinned: the first that was reported.
     */
    public static final String SOURCE_DIGEST = "source-digest";

    private InternalApi() {}
}
