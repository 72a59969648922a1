package io.wave.proxy.image;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import io.netty.handler.codec.http.FullHttpResponse;
import io.wave.augment.manifest.Content;
import io.wave.image.Reference;
import io.wave.proxy.event.PullCounter;
import io.wave.proxy.token.RequestCache;
import io.wave.token.RequestRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/**
 * Cached responses to manifest requests, by path. The manifest of a token never changes; a response is returned only
 * while the container request of its token is in memory and valid.
 */
public final class ResponseCache {

    private static final Logger log = LoggerFactory.getLogger(ResponseCache.class);

    /** Approximate memory of a response without its body. */
    private static final int OVERHEAD = 2_000;

    private final Cache<String, CachedResponse> responses;
    private final RequestCache requests;
    private final PullCounter pulls;

    ResponseCache(DataSize maxMemory, RequestCache requests, PullCounter pulls) {
        this.responses = Caffeine.newBuilder()
                .maximumWeight(maxMemory.toBytes())
                .<String, CachedResponse>weigher((_, cached) -> OVERHEAD + cached.size())
                .recordStats()
                .build();
        CaffeineCacheMetrics.monitor(Metrics.globalRegistry, responses, "responses");
        this.requests = requests;
        this.pulls = pulls;
    }

    /** Caches the response to a request for this reference. */
    public void put(RequestRecord request, Reference reference, Content content) {
        String path = "/v2/wt/" + request.token() + "/" + request.image().repository() + "/manifests/" + reference;
        CachedResponse existing = responses.getIfPresent(path);
        if (existing == null || !existing.digest().equals(content.digest())) {
            store(path, request, content);
        }
    }

    private void store(String path, RequestRecord request, Content content) {
        try {
            responses.put(path, new CachedResponse(request.token(), content));
        } catch (OutOfMemoryError noDirectMemory) {
            log.atWarn().log("Response not cached: no direct memory left");
        }
    }

    /** Whether there is a response for this path. */
    public boolean contains(String path) {
        return responses.getIfPresent(path) != null;
    }

    /**
     * The response to a GET or HEAD of this path, if there is one and the token is valid; a GET is recorded as a pull.
     *
     * @return a response to write; the codec omits the body of a HEAD response
     */
    public @Nullable FullHttpResponse get(String path, boolean isGet) {
        CachedResponse cached = find(path, isGet);
        return cached == null ? null : cached.response();
    }

    private @Nullable CachedResponse find(String path, boolean isPull) {
        CachedResponse cached = responses.getIfPresent(path);
        if (cached == null) {
            return null;
        }
        RequestRecord request = requests.peek(cached.token());
        if (request == null) {
            responses.invalidate(path);
            return null;
        }
        if (isPull) {
            pulls.recordPull(request, cached.digest());
        }
        return cached;
    }
}
