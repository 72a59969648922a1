package io.wave.proxy.blob;

import io.netty.util.internal.PlatformDependent;
import io.wave.limit.ConcurrencyLimit;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.address.ClientAddress;
import io.wave.proxy.response.OciException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits the number of blobs that are streamed at the same time, in total and per client address. A stream whose client
 * has stopped reading holds up to {@link #BYTES_PER_STREAM} of direct memory, so that all streams together leave half
 * of that memory to everything else.
 */
public final class BlobStreamLimit {

    /**
     * Measured with clients that stop reading: what is read ahead from the registry, held for verification and queued
     * for sending.
     */
    public static final int BYTES_PER_STREAM = 384 * 1024;

    private static final Logger log = LoggerFactory.getLogger(BlobStreamLimit.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final ConcurrencyLimit places;
    private final int perAddress;

    BlobStreamLimit(BlobStreamProperties properties) {
        this(fitIntoMemory(properties.max(), PlatformDependent.maxDirectMemory()), properties.perAddress());
    }

    BlobStreamLimit(int max, int perAddress) {
        this.places = new ConcurrencyLimit(max, ConcurrencyLimit.share(max, perAddress));
        this.perAddress = ConcurrencyLimit.share(max, perAddress);
    }

    /** The configured maximum, or the number of streams that fit into half of the direct memory if that is lower. */
    static int fitIntoMemory(int max, long directMemory) {
        int fitting = Math.clamp(directMemory / 2 / BYTES_PER_STREAM, 1, Integer.MAX_VALUE);
        if (fitting >= max) {
            return max;
        }
        log.atWarn()
                .addKeyValue("streams", fitting)
                .addKeyValue("configured", max)
                .addKeyValue("directMemory", directMemory)
                .log("wave.proxy.streams.max: lowered to what fits into half of the direct memory;"
                        + " raise -XX:MaxDirectMemorySize to allow more");
        return fitting;
    }

    /** A permit for one request of this client, not acquired yet. */
    public BlobStreamPermit permitFor(ClientAddress client) {
        return new BlobStreamPermit(this, client);
    }

    /** @throws OciException 429 if the limit is reached */
    ConcurrencyLimit.Permit acquire(ClientAddress client) {
        if (places.acquire(client.value()) instanceof ConcurrencyLimit.Permit place) {
            return place;
        }
        throw refusal(client);
    }

    /** Number of blobs that are being streamed. */
    public int active() {
        return places.inUse();
    }

    private OciException refusal(ClientAddress client) {
        return OciException.withRetryAfter(
                OciErrorCode.TOOMANYREQUESTS,
                "too many concurrent downloads of blobs, at most %d for %s: try again later"
                        .formatted(perAddress, client),
                RETRY_AFTER);
    }
}
